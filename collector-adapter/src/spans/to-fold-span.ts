import { ATTR_SERVICE_NAME, ATTR_SERVICE_NAMESPACE, CUT_MARK, cutText, type SpanKind } from "@runline/contract";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toUuid } from "../uuid.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { KINDS } from "./kinds/kinds.ts";

/** Characters of what stands beside a label. */
const MAX_DETAIL_LENGTH = 80;

const KIND_SERVER = 2;
const KIND_CONSUMER = 5;
const FLAG_HAS_IS_REMOTE = 0x100;
const FLAG_IS_REMOTE = 0x200;

/** The facts of a span: what the fold reads of it, and what is shown of it without its content. */
export function toFoldSpan(source: ClassifiedSpan): StoredFacts {
  const { span, facts } = source;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    kind: facts.kind,
    name: span.name,
    label: toLabel(source),
    convention: facts.convention,
    scope: span.scopeName || undefined,
    isChain: facts.isChain,
    serviceName: getText(span.resource, ATTR_SERVICE_NAME),
    serviceNamespace: getText(span.resource, ATTR_SERVICE_NAMESPACE),
    runId: facts.runId && toUuid(facts.runId),
    parentRunId: facts.parentRunId && toUuid(facts.parentRunId),
    agentId: facts.agentId && toUuid(facts.agentId),
    tracedRunId: facts.tracedRunId,
    isOutsideRun: facts.isOutsideRun,
    isInModelCall: facts.isInModelCall,
    remote: toRemote(span),
    isRequest: span.kind === KIND_SERVER || span.kind === KIND_CONSUMER || undefined,
    startedAt: span.startedAt,
    endedAt: facts.isPause ? undefined : span.endedAt,
    status: facts.status,
    error: facts.error,
    errorType: facts.errorType,
    runStatus: facts.runStatus,
    outcome: facts.outcome,
    agentName: facts.agentName,
    toolName: facts.toolName,
    toolCallId: facts.toolCallId,
    isPartOfParent: facts.isPartOfParent,
    isAnswer: facts.isAnswer,
    isWait: facts.isWait,
    isPause: facts.isPause,
    pauseId: facts.pauseId,
    waitsFor: facts.waitsFor,
    resumedFrom: facts.resumedFrom,
    isInterrupted: facts.isInterrupted,
    opensTurn: facts.opensTurn,
    asksModel: facts.asksModel,
    endsAsking: facts.endsAsking,
    allowsTool: facts.allowsTool,
    argumentsHash: facts.argumentsHash,
    model: facts.model,
    responseModel: facts.responseModel,
    provider: facts.provider,
    responseId: facts.responseId,
    attempt: facts.attempt,
    tokens: facts.tokens,
    cost: facts.cost,
    conversationId: facts.conversationId,
    userId: facts.userId,
    roomId: facts.roomId && toUuid(facts.roomId),
    entityId: facts.entityId && toUuid(facts.entityId),
    roomName: facts.roomName,
    entityName: facts.entityName,
    messageId: facts.messageId && toUuid(facts.messageId),
    source: facts.source,
    message: facts.message,
    imported: facts.imported,
    heartbeat: (span.endedAt === undefined && facts.isToldOnce !== true) || undefined,
    attribution: facts.attribution === "low" ? facts.attribution : undefined,
    detail: toDetail(source),
    hasContent: source.content.input !== undefined || source.content.output !== undefined || undefined,
  };
}

/** What tells the span from others of its label, in one short line. */
function toDetail(source: ClassifiedSpan): string | undefined {
  const detail = KINDS[source.facts.kind].detail?.(source);
  return detail && cutText(detail, MAX_DETAIL_LENGTH, CUT_MARK);
}

/** Short name of a step: what its kind is known by, else what its sender wants shown, else the span's name. */
function toLabel({ span, facts }: ClassifiedSpan): string {
  const fact = KINDS[facts.kind].label.find((name) => facts[name] !== undefined);
  return (fact && facts[fact]) ?? facts.title ?? (span.name || toNameless(facts.kind));
}

/** A row without a name says at least what it is. */
function toNameless(kind: SpanKind): string {
  return `unnamed ${kind.replaceAll("_", " ")}`;
}

/** How the process of the parent called this one, when that is another one. */
function toRemote({ kind, flags, parentSpanId }: OtlpSpan): StoredFacts["remote"] {
  if (parentSpanId === undefined) return undefined;
  if (kind === KIND_CONSUMER) return "queue";
  const isRemote = (flags & FLAG_HAS_IS_REMOTE) !== 0 && (flags & FLAG_IS_REMOTE) !== 0;
  return kind === KIND_SERVER || isRemote ? "call" : undefined;
}

/** A text of the resource that is not empty, cut to the length of a name. */
function getText(resource: Attributes, key: string): string | undefined {
  const value = resource[key];
  return typeof value === "string" && value !== "" ? cutText(value, MAX_NAME_LENGTH, CUT_MARK) : undefined;
}
