/** What the API takes in its queries. Apart from what it answers: a page reads answers alone. */
import * as z from "zod/mini";
import { RUN_STATUSES } from "./run.ts";

/** Most runs one page may hold. */
export const MAX_RUNS_LIMIT = 100;
/** Runs on a page when `limit` is not given. */
export const DEFAULT_RUNS_LIMIT = 20;
/** Latest moment that the API takes, in ms since the epoch: the end of the year 9999. Databases cannot read a longer year. */
export const MAX_TIME_MS = 253_402_300_799_999;

const Time = z.int().check(z.gte(0), z.lte(MAX_TIME_MS));

/**
 * Runs that are heard of no more, or all others. A lost run is `started`, so that `status` alone does not tell it from one that
 * goes on.
 */
const Lost = z.optional(z.boolean());

/**
 * Filters and paging of the list of runs. `from` and `to` bound `startedAt`, ms since the epoch, both inclusive.
 * `cursor` is the `nextCursor` of the page before; its form is private.
 */
export const ListRunsParams = z.object({
  roomId: z.optional(z.guid()),
  status: z.optional(z.enum(RUN_STATUSES)),
  lost: Lost,
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_RUNS_LIMIT))),
  from: z.optional(Time),
  to: z.optional(Time),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});
export type ListRunsParams = z.infer<typeof ListRunsParams>;

/** Most buckets a chart may ask for. */
export const MAX_STATS_BUCKETS = 500;

/** Range of the charts: ms since the epoch, `from` inclusive, `to` exclusive, cut into `buckets` equal parts. */
export const RunStatsParams = z.object({
  from: Time,
  to: Time,
  buckets: z.optional(z.int().check(z.gte(1), z.lte(MAX_STATS_BUCKETS))),
  roomId: z.optional(z.guid()),
  status: z.optional(z.enum(RUN_STATUSES)),
  lost: Lost,
});
export type RunStatsParams = z.infer<typeof RunStatsParams>;

/** Paging of the list of traces, with the same limits as that of runs. `cursor` is the `nextCursor` of the page before; its form is private. */
export const ListTracesParams = z.object({
  limit: z.optional(z.int().check(z.gte(1), z.lte(MAX_RUNS_LIMIT))),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});
export type ListTracesParams = z.infer<typeof ListTracesParams>;
