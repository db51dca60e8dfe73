import type { OtlpSpan } from "../otlp/otlp-span.ts";

/** elizaOS has whole ms in its bodies; the row itself has the time to the microsecond. */
export function toEndTime(span: OtlpSpan): number {
  return Math.floor(span.endedAt ?? span.startedAt);
}

/** Duration in ms, to the microsecond: finer digits are noise of the subtraction. */
export function toDuration(span: OtlpSpan): number {
  return Math.round(((span.endedAt ?? span.startedAt) - span.startedAt) * 1000) / 1000;
}
