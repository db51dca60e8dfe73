import { ATTR_AGENT_ID, ATTR_GEN_AI_AGENT_EXECUTION_ID, ATTR_PARENT_RUN_ID, ATTR_RUN_ID } from "@runline/contract";
import type { OtlpSpan, OtlpSpanEvent } from "../otlp/otlp-span.ts";
import { CONVENTIONS } from "./conventions/conventions.ts";
import { evaluation } from "./conventions/evaluation.ts";
import { pause } from "./conventions/pause.ts";

const MEANINGS = CONVENTIONS.flatMap((convention) => convention.meantBy?.bind(convention) ?? []);
/** What a span names its run and its agent by. */
const OWNER = [ATTR_RUN_ID, ATTR_PARENT_RUN_ID, ATTR_AGENT_ID, ATTR_GEN_AI_AGENT_EXECUTION_ID];

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

function toTold(span: OtlpSpan, event: OtlpSpanEvent): readonly OtlpSpan[] {
  const record = { ...span, ...event, severity: 0, severityText: "", body: undefined };
  return evaluation.spansOf?.(record, () => {}) ?? pause.spansOf?.(record, () => {})?.map(ofRunOf(span)) ?? [];
}

/** A pause is of the run and the agent of its span, whatever else the event names: both are folded together. */
function ofRunOf({ traceState, attributes }: OtlpSpan): (told: OtlpSpan) => OtlpSpan {
  const ids = Object.fromEntries(
    OWNER.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])),
  );
  return (told) => ({ ...told, traceState, attributes: { ...told.attributes, ...ids } });
}
