/** What the API takes in its queries. Apart from what it answers: a page reads answers alone. */
import * as v from "valibot";
import { RUN_STATUSES } from "./run.ts";

/** Most runs one page may hold. */
export const MAX_RUNS_LIMIT = 100;
/** Runs on a page when `limit` is not given. */
export const DEFAULT_RUNS_LIMIT = 20;
/** Latest moment that the API takes, in ms since the epoch: the end of the year 9999. Databases cannot read a longer year. */
export const MAX_TIME_MS = 253_402_300_799_999;

const toInteger = (from: number, to: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to));
const Time = toInteger(0, MAX_TIME_MS);
const Limit = toInteger(1, MAX_RUNS_LIMIT);
const Cursor = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const RoomId = v.pipe(v.string(), v.uuid());

/**
 * Runs that are heard of no more, or all others. A lost run is `started`, so that `status` alone does not tell it from one that
 * goes on.
 */
const Lost = v.optional(v.boolean());

/**
 * Filters and paging of the list of runs. `from` and `to` bound `startedAt`, ms since the epoch, both inclusive.
 * `cursor` is the `nextCursor` of the page before; its form is private.
 */
export const ListRunsParams = v.object({
  roomId: v.optional(RoomId),
  status: v.optional(v.picklist(RUN_STATUSES)),
  lost: Lost,
  limit: v.optional(Limit),
  from: v.optional(Time),
  to: v.optional(Time),
  cursor: v.optional(Cursor),
});
export type ListRunsParams = v.InferOutput<typeof ListRunsParams>;

/** Most buckets a chart may ask for. */
export const MAX_STATS_BUCKETS = 500;

/** Range of the charts: ms since the epoch, `from` inclusive, `to` exclusive, cut into `buckets` equal parts. */
export const RunStatsParams = v.object({
  from: Time,
  to: Time,
  buckets: v.optional(toInteger(1, MAX_STATS_BUCKETS)),
  roomId: v.optional(RoomId),
  status: v.optional(v.picklist(RUN_STATUSES)),
  lost: Lost,
});
export type RunStatsParams = v.InferOutput<typeof RunStatsParams>;

/** Paging of the list of traces, with the same limits as that of runs. `cursor` is the `nextCursor` of the page before; its form is private. */
export const ListTracesParams = v.object({
  limit: v.optional(Limit),
  cursor: v.optional(Cursor),
});
export type ListTracesParams = v.InferOutput<typeof ListTracesParams>;
