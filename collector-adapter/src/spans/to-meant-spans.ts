import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import { evaluation } from "./conventions/evaluation.ts";
import { pause } from "./conventions/pause.ts";

const MEANINGS = CONVENTIONS.flatMap((convention) => convention.meantBy?.bind(convention) ?? []);

/**
 * The spans that a span stands for: itself, or the one that it announces, and the evaluations and pauses that it has as events.
 */
export function toMeantSpans(span: OtlpSpan): OtlpSpan[] {
  const meant = findMeant(span);
  const told = meant.events.flatMap((event) => toTold(meant, event));
  return told.length === 0 ? [meant] : [meant, ...told];
}

function findMeant(span: OtlpSpan): OtlpSpan {
  for (const findOther of MEANINGS) {
    const other = findOther(span);
    if (other !== undefined) return other;
  }
  return span;
}

function toTold(span: OtlpSpan, event: OtlpSpan["events"][number]): readonly OtlpSpan[] {
  const record = { ...span, ...event, severity: 0, severityText: "", body: undefined };
  return evaluation.spansOf?.(record, () => {}) ?? pause.spansOf?.(record, () => {}) ?? [];
}
