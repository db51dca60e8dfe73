const TRACE_ID_LENGTH = 32;
const SPAN_ID_LENGTH = 16;
const ZERO_TRACE_ID = "0".repeat(TRACE_ID_LENGTH);

/** Some senders write the parent of a root as zeros instead of leaving it out. */
export const ZERO_SPAN_ID = "0".repeat(SPAN_ID_LENGTH);

/** Whether lower-case hex is a trace id: 16 bytes, not all zero. */
export function isTraceId(hex: string): boolean {
  return hex.length === TRACE_ID_LENGTH && hex !== ZERO_TRACE_ID;
}

/** Whether lower-case hex is a span id: 8 bytes, not all zero. */
export function isSpanId(hex: string): boolean {
  return hex.length === SPAN_ID_LENGTH && hex !== ZERO_SPAN_ID;
}
