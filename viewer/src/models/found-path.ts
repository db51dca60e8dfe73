import type { Found } from "@runline/contract";
import { toListPath } from "./list-filter.ts";
import { toRunPath } from "./run-path.ts";

/**
 * Where the page of something that was found by its id is; `undefined` when the answer does not say enough.
 *
 * @example toFoundPath({ kind: "span", traceId, spanId }, spanId) // "/trace/0af7…?span=b7ad…"
 */
export function toFoundPath({ kind, agentId, runId, traceId, spanId }: Found, id: string): string | undefined {
  if (kind === "room") return `/rooms/${id.toLowerCase()}`;
  if (kind === "user") return toListPath({ entityId: id.toLowerCase() });
  if (kind === "agent") return toListPath({ agentIds: [agentId ?? id.toLowerCase()] });
  if (agentId !== undefined && runId !== undefined) return toRunPath({ agentId, runId }, spanId);
  return traceId && toTracePath({ traceId, spanId });
}

/** Where the page of a trace is, and of one of its spans. @example toTracePath({ traceId, spanId }) // "/trace/0af7…?span=b7ad…" */
export function toTracePath({ traceId, spanId }: { traceId: string; spanId?: string | undefined }): string {
  return `/trace/${traceId}${spanId === undefined ? "" : `?span=${spanId}`}`;
}
