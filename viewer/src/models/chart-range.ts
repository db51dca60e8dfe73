import type { RunSummary } from "@runline/contract";
import { RANGES, type RunFilter } from "./run-filter.ts";

/** What the chart covers, ms since the epoch; `buckets` bars of equal width. */
export interface ChartRange {
  from: number;
  to: number;
  buckets: number;
}

const BUCKETS = 60;
const MONTH_MS = 30 * 86_400_000;
const STEPS_MS = [60_000, 300_000, ...Object.values(RANGES), MONTH_MS];

/**
 * The range of the chart for a filter. Without one it is the shortest of 1 min, 5 min, 15 min, 1 h, 24 h, 7 d and 30 d that covers the
 * runs on the first page, so that the chart of a young agent is not one bar in an empty month. A moving range ends with
 * the bar that `now` is in, so that the query stays the same for the time of one bar.
 */
export function toChartRange(filter: RunFilter, firstPage: readonly RunSummary[], now: number): ChartRange {
  if (filter.range === undefined && (filter.from !== undefined || filter.to !== undefined)) {
    const to = (filter.to ?? now) + 1;
    return { from: Math.min(filter.from ?? to - MONTH_MS, to - BUCKETS), to, buckets: BUCKETS };
  }
  const oldest = firstPage.at(-1)?.startedAt ?? now;
  const lengthMs =
    filter.range === undefined ? (STEPS_MS.find((ms) => now - oldest <= ms) ?? MONTH_MS) : RANGES[filter.range];
  const bucketMs = lengthMs / BUCKETS;
  const to = (Math.floor(now / bucketMs) + 1) * bucketMs;
  return { from: to - lengthMs, to, buckets: BUCKETS };
}
