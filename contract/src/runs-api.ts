import * as z from "zod/mini";
import { RunSummary } from "./run.ts";

/** One page of runs, newest `startedAt` first. `total` is exact and counts all pages of the same filters. */
export const RunList = z.object({
  runs: z.array(RunSummary),
  total: z.number(),
  hasMore: z.boolean(),
  nextCursor: z.optional(z.string()),
});
export type RunList = z.infer<typeof RunList>;

/**
 * An agent that has been heard of. `lastSeenAt` is ms since the epoch, `runs` the number of its runs. `serviceName` is the
 * process that the agent was last seen in: two services may have agents of one name.
 */
export const AgentSummary = z.object({
  agentId: z.string(),
  name: z.string(),
  serviceName: z.optional(z.string()),
  lastSeenAt: z.number(),
  runs: z.number(),
});
export type AgentSummary = z.infer<typeof AgentSummary>;

/** Answer of `GET /api/agents`, most recently seen first. */
export const AgentList = z.object({ agents: z.array(AgentSummary) });
export type AgentList = z.infer<typeof AgentList>;

/**
 * Runs that started in one part of the range, by status. `lost` says how many of the started ones are heard of no more. `startedAt` is
 * the start of the part.
 */
export const RunStatsBucket = z.object({
  startedAt: z.number(),
  started: z.number(),
  lost: z.number(),
  completed: z.number(),
  timeout: z.number(),
  error: z.number(),
});
export type RunStatsBucket = z.infer<typeof RunStatsBucket>;

/** Answer of `GET /api/agents/:agentId/stats`; empty parts are present with zeros. */
export const RunStats = z.object({ bucketMs: z.number(), buckets: z.array(RunStatsBucket) });
export type RunStats = z.infer<typeof RunStats>;
