import { MAX_TIME_MS, type RunSummary } from "@runline/contract";
import { RANGES, type ListFilter } from "./list-filter.ts";

/** What the chart covers, ms since the epoch; `buckets` bars of equal width. */
export interface ChartRange {
  from: number;
  to: number;
  buckets: number;
}

const BUCKETS = 60;
const MONTH_MS = 30 * 86_400_000;
/** What the chart covers without a filter: the shortest that fits. */
const LENGTHS = [
  { lengthMs: 60_000, sentence: "last minute" },
  { lengthMs: 300_000, sentence: "last 5 minutes" },
  ...Object.values(RANGES),
  { lengthMs: MONTH_MS, sentence: "last 30 days" },
];

/** A chart moves on before its length is chosen anew: by a bar, and by as much as the slow clock and its own polling lag, 10 s each. */
const LAG_MS = 20_000;

/**
 * How much time up to now the chart of a filter covers, in ms. Without a filter it is the shortest of 1 min, 5 min,
 * 15 min, 1 h, 24 h, 7 d and 30 d that covers the runs on the first page, so that the chart of a young agent is not one
 * bar in an empty month.
 */
export function toChartLength(filter: ListFilter, firstPage: readonly RunSummary[], now: number): number {
  if (filter.range !== undefined) return RANGES[filter.range].lengthMs;
  const oldest = firstPage.at(-1)?.startedAt;
  const ageMs = oldest === undefined ? 0 : now - oldest + LAG_MS;
  return LENGTHS.find(({ lengthMs }) => ageMs <= lengthMs - lengthMs / BUCKETS)?.lengthMs ?? MONTH_MS;
}

/**
 * The range of the chart at `now`. A moving range ends with the bar that `now` is in, so that bars do not change their
 * ends from one answer to the next; a fixed one is as it is in the filter, or ends with `now` when it has no end.
 */
export function toChartRange(filter: ListFilter, lengthMs: number, now: number): ChartRange {
  if (filter.range === undefined && (filter.from !== undefined || filter.to !== undefined)) {
    const to = Math.min(MAX_TIME_MS, Math.max((filter.to ?? now) + 1, BUCKETS)); // no time is before 0
    return { from: Math.min(filter.from ?? to - MONTH_MS, to - BUCKETS), to, buckets: BUCKETS };
  }
  const bucketMs = lengthMs / BUCKETS;
  const to = (Math.floor(now / bucketMs) + 1) * bucketMs;
  return { from: to - lengthMs, to, buckets: BUCKETS };
}

/** The range in words. @example formatChartRange({ from: now - 3_600_000, to: now, buckets: 60 }) // "last hour" */
export function formatChartRange({ from, to }: ChartRange): string {
  return LENGTHS.find(({ lengthMs }) => lengthMs === to - from)?.sentence ?? "chosen time";
}
