import * as z from "zod/mini";
import { RUN_STATUSES, RunSummary } from "./run.ts";

/** Most runs one page may hold. */
export const MAX_RUNS_LIMIT = 100;
/** Runs on a page when `limit` is not given. */
export const DEFAULT_RUNS_LIMIT = 20;
/** Latest moment that the API takes, in ms since the epoch: the end of the year 9999. Databases cannot read a longer year. */
export const MAX_TIME_MS = 253_402_300_799_999;

const Time = z.int().check(z.gte(0), z.lte(MAX_TIME_MS));

/**
 * Filters and paging of the list of runs. `from` and `to` bound `startedAt`, ms since the epoch, both inclusive.
 * `cursor` is the `nextCursor` of the page before; its form is private.
 */
export const ListRunsParams = z.object({
  roomId: z.optional(z.guid()),
  status: z.optional(z.enum(RUN_STATUSES)),
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_RUNS_LIMIT))),
  from: z.optional(Time),
  to: z.optional(Time),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});
export type ListRunsParams = z.infer<typeof ListRunsParams>;

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

/** Most buckets a chart may ask for. */
export const MAX_STATS_BUCKETS = 500;

/** Range of the charts: ms since the epoch, `from` inclusive, `to` exclusive, cut into `buckets` equal parts. */
export const RunStatsParams = z.object({
  from: Time,
  to: Time,
  buckets: z.optional(z.int().check(z.gte(1), z.lte(MAX_STATS_BUCKETS))),
  roomId: z.optional(z.guid()),
  status: z.optional(z.enum(RUN_STATUSES)),
});
export type RunStatsParams = z.infer<typeof RunStatsParams>;

/** Runs that started in one part of the range, by status. `startedAt` is the start of the part. */
export const RunStatsBucket = z.object({
  startedAt: z.number(),
  started: z.number(),
  completed: z.number(),
  timeout: z.number(),
  error: z.number(),
});
export type RunStatsBucket = z.infer<typeof RunStatsBucket>;

/** Answer of `GET /api/agents/:agentId/stats`; empty parts are present with zeros. */
export const RunStats = z.object({ bucketMs: z.number(), buckets: z.array(RunStatsBucket) });
export type RunStats = z.infer<typeof RunStats>;
