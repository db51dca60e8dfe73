import * as v from "valibot";

/** Status of a trace: `open` while its root has not ended, else how the root ended. */
export const TRACE_STATUSES = ["open", "ok", "error"] as const;
/** @see TRACE_STATUSES */
export type TraceStatus = (typeof TRACE_STATUSES)[number];

/**
 * A trace that is not a run: nothing of an agent was seen in it, or only calls outside any run. `name` and `serviceName` are its root's, `spans` is
 * the number of its spans. Times are ms since the epoch; `traceId` is 32 hex digits.
 *
 * @example { traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10", name: "GET /trips", serviceName: "web", status: "ok", spans: 12, … }
 */
export const TraceSummary = v.object({
  traceId: v.string(),
  name: v.string(),
  serviceName: v.string(),
  status: v.picklist(TRACE_STATUSES),
  spans: v.number(),
  startedAt: v.number(),
  endedAt: v.optional(v.number()),
  durationMs: v.optional(v.number()),
});
export type TraceSummary = v.InferOutput<typeof TraceSummary>;

/** Answer of `GET /api/traces`: one page of the traces without a run, newest `startedAt` first. `total` is exact. */
export const TraceList = v.object({
  traces: v.array(TraceSummary),
  total: v.number(),
  hasMore: v.boolean(),
  nextCursor: v.optional(v.string()),
});
export type TraceList = v.InferOutput<typeof TraceList>;
