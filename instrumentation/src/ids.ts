import { isValidSpanId, isValidTraceId } from "@opentelemetry/api";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** The trace id of a run: its UUID without dashes, so that the run and its trace find each other without a lookup. */
export function toTraceId(runId: string): string | undefined {
  const traceId = runId.replaceAll("-", "").toLowerCase();
  return isValidTraceId(traceId) ? traceId : undefined;
}

/** The span id of an action: the first 8 bytes of its UUID. */
export function toSpanId(actionId: string): string | undefined {
  const spanId = actionId.replaceAll("-", "").slice(0, 16).toLowerCase();
  return isUuid(actionId) && isValidSpanId(spanId) ? spanId : undefined;
}
