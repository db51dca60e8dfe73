import * as v from "valibot";
import { RunSummary } from "./run.ts";

/** One page of runs, newest `startedAt` first. `total` is exact and counts all pages of the same filters. */
export const RunList = v.object({
  runs: v.array(RunSummary),
  total: v.number(),
  hasMore: v.boolean(),
  nextCursor: v.optional(v.string()),
});
export type RunList = v.InferOutput<typeof RunList>;

/**
 * An agent that has been heard of. `lastSeenAt` is ms since the epoch, `runs` the number of its runs. `serviceName` is the
 * process that the agent was last seen in: two services may have agents of one name.
 */
export const AgentSummary = v.object({
  agentId: v.string(),
  name: v.string(),
  serviceName: v.optional(v.string()),
  lastSeenAt: v.number(),
  runs: v.number(),
});
export type AgentSummary = v.InferOutput<typeof AgentSummary>;

/** Answer of `GET /api/agents`, most recently seen first. */
export const AgentList = v.object({ agents: v.array(AgentSummary) });
export type AgentList = v.InferOutput<typeof AgentList>;

/**
 * Runs that started in one part of the range, by status. `lost` says how many of the started ones are heard of no more. `startedAt` is
 * the start of the part.
 */
export const RunStatsBucket = v.object({
  startedAt: v.number(),
  started: v.number(),
  lost: v.number(),
  completed: v.number(),
  timeout: v.number(),
  error: v.number(),
});
export type RunStatsBucket = v.InferOutput<typeof RunStatsBucket>;

/** Answer of `GET /api/agents/:agentId/stats`; empty parts are present with zeros. */
export const RunStats = v.object({ bucketMs: v.number(), buckets: v.array(RunStatsBucket) });
export type RunStats = v.InferOutput<typeof RunStats>;
