import { ATTR_MODEL_TYPE, type SpanState } from "@runline/contract";
import type { StoredSpan } from "../records/span-record.ts";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { getText } from "./get-text.ts";
import { getErrorMessage, getRunStatus, isFailed } from "./span-outcome.ts";
import { toActionName, toAttribution, toDuration, toModelType } from "./to-log-body.ts";

/** The span as it is kept, without the attributes that the row holds under elizaOS's names. */
export function toStoredSpan(source: ClassifiedSpan): StoredSpan {
  const { span, classification, identity } = source;
  const error = getErrorMessage(span);
  const attribution = toAttribution(source);
  return {
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    traceId: span.traceId,
    runId: identity.spanRunId,
    kind: classification.kind,
    name: span.name,
    label: toLabel(source),
    state: toState(span, classification.kind === "run"),
    startedAt: span.startedAt,
    ...(span.endedAt !== undefined && { endedAt: span.endedAt, durationMs: toDuration(span) }),
    ...(error !== undefined && { error }),
    ...(attribution !== undefined && { attribution }),
    serviceName: identity.serviceName,
    attributes: omit(span.attributes, classification.contentAttributes),
    events: span.events,
    links: span.links,
  };
}

function toLabel(source: ClassifiedSpan): string {
  const { span, classification } = source;
  switch (classification.kind) {
    case "run":
      return classification.agentName ?? span.name;
    case "action":
      return toActionName(source);
    case "model_call":
      return classification.model ?? classification.responseModel ?? toModelType(source);
    case "embedding":
      return (
        classification.model ?? classification.responseModel ?? getText(span.attributes, ATTR_MODEL_TYPE) ?? span.name
      );
    case "evaluator":
      return classification.evaluatorName ?? span.name;
    case "context_provider":
      return classification.contextProviderName ?? span.name;
    case "plan":
    case "composed_state":
    case "infrastructure":
      return span.name;
  }
}

function toState(span: OtlpSpan, isRun: boolean): SpanState {
  if (span.endedAt === undefined) return "open";
  if (isRun && getRunStatus(span) === "timeout") return "timeout";
  return isFailed(span) ? "error" : "ok";
}

/** Prompts are most of a span: the row has them under elizaOS's names, so the span does without. */
function omit(attributes: Attributes, keys: readonly string[]): Attributes {
  if (keys.length === 0) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key)));
}
