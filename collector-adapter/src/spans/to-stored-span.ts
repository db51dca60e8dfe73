import type { SpanKind, SpanState } from "@runline/contract";
import type { StoredSpan } from "../records/span-record.ts";
import type { Attributes } from "../otlp/otlp-span.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { KINDS } from "./kinds/kinds.ts";
import { getErrorText, isFailed } from "./span-outcome.ts";
import { toDuration } from "./span-times.ts";

/** The span as it is kept, without the attributes that the row holds under elizaOS's names. */
export function toStoredSpan(source: ClassifiedSpan): StoredSpan {
  const { span, kind, facts, content, identity } = source;
  const error = getErrorText(facts);
  return {
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    traceId: span.traceId,
    runId: identity.spanRunId,
    kind,
    name: span.name,
    label: toLabel(source),
    state: toState(source),
    startedAt: span.startedAt,
    ...(span.endedAt !== undefined && { endedAt: span.endedAt, durationMs: toDuration(span) }),
    ...(error !== undefined && { error }),
    ...(facts.attribution === "low" && { attribution: facts.attribution }),
    serviceName: identity.serviceName,
    attributes: omit(span.attributes, content.attributes),
    events: span.events,
    links: span.links,
  };
}

/** Short name of a step: what its kind is known by, else what its sender wants shown, else the span's name. */
function toLabel({ span, kind, facts }: Omit<ClassifiedSpan, "identity">): string {
  const fact = KINDS[kind].label.find((name) => facts[name] !== undefined);
  return (fact && facts[fact]) ?? facts.title ?? (span.name || toNameless(kind));
}

/** A row without a name says at least what it is. */
function toNameless(kind: SpanKind): string {
  return `unnamed ${kind.replaceAll("_", " ")}`;
}

function toState({ span, kind, facts }: ClassifiedSpan): SpanState {
  if (span.endedAt === undefined) return "open";
  if (kind === "run" && facts.status === "timeout") return "timeout";
  return isFailed(facts) ? "error" : "ok";
}

/** Prompts are most of a span: the row has them under elizaOS's names, so the span does without. */
function omit(attributes: Attributes, keys: readonly string[]): Attributes {
  if (keys.length === 0) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}
