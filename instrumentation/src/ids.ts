import { isValidSpanId, isValidTraceId } from "@opentelemetry/api";
import { readUuid } from "@runline/contract";

/** The trace id of a run: its UUID without dashes, so that the run and its trace find each other without a lookup. */
export function toTraceId(runId: string): string | undefined {
  const traceId = runId.replaceAll("-", "").toLowerCase();
  return isValidTraceId(traceId) ? traceId : undefined;
}

/** The span id of an action: the first 8 bytes of its UUID. */
export function toSpanId(actionId: string): string | undefined {
  const spanId = readUuid(actionId)?.replaceAll("-", "").slice(0, 16);
  return spanId !== undefined && isValidSpanId(spanId) ? spanId : undefined;
}
