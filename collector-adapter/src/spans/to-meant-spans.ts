import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import { evaluation } from "./conventions/evaluation.ts";

const MEANINGS = CONVENTIONS.flatMap((convention) => convention.meantBy?.bind(convention) ?? []);

/**
 * The spans that a span stands for: itself, or the one that it announces, and the evaluations that it has as events.
 */
export function toMeantSpans(span: OtlpSpan): OtlpSpan[] {
  const meant = findMeant(span);
  const judged = meant.events.flatMap((event) => toEvaluations(meant, event));
  return judged.length === 0 ? [meant] : [meant, ...judged];
}

function findMeant(span: OtlpSpan): OtlpSpan {
  for (const findOther of MEANINGS) {
    const other = findOther(span);
    if (other !== undefined) return other;
  }
  return span;
}

function toEvaluations(span: OtlpSpan, event: OtlpSpan["events"][number]): readonly OtlpSpan[] {
  const record = { ...span, ...event, severity: 0, severityText: "", body: undefined };
  return evaluation.spansOf?.(record, () => {}) ?? [];
}
