import * as z from "zod/mini";

/** Status of a trace: `open` while its root has not ended, else how the root ended. */
export const TRACE_STATUSES = ["open", "ok", "error"] as const;
/** @see TRACE_STATUSES */
export type TraceStatus = (typeof TRACE_STATUSES)[number];

/**
 * A trace that is no run: nothing of an agent was seen in it, or only calls outside any run. `name` and `serviceName` are its root's, `spans` is
 * the number of its spans. Times are ms since the epoch; `traceId` is 32 hex digits.
 *
 * @example { traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10", name: "GET /trips", serviceName: "web", status: "ok", spans: 12, … }
 */
export const TraceSummary = z.object({
  traceId: z.string(),
  name: z.string(),
  serviceName: z.string(),
  status: z.enum(TRACE_STATUSES),
  spans: z.number(),
  startedAt: z.number(),
  endedAt: z.optional(z.number()),
  durationMs: z.optional(z.number()),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

/** Answer of `GET /api/traces`: one page of the traces without a run, newest `startedAt` first. `total` is exact. */
export const TraceList = z.object({
  traces: z.array(TraceSummary),
  total: z.number(),
  hasMore: z.boolean(),
  nextCursor: z.optional(z.string()),
});
export type TraceList = z.infer<typeof TraceList>;
