import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanClassification } from "./span-classification.ts";
import { toTraceKey, toUuid } from "../uuid.ts";

/** Whose span it is: the ids that its row carries and the run that it counts for. */
export interface SpanIdentity {
  /** Key of the row: the run or plan that the span names, else the key of its trace. */
  rowRunId: string;
  /** Run of the message, when the row's key is a plan. */
  parentRunId: string | undefined;
  /** Key under which the span is folded with others: the run of the message, else the row's key. */
  foldKey: string;
  /** Key of the trace: its id written as a UUID. Where a run owns its trace, the run's id. */
  traceKey: string;
  /** Agent that the span itself names: whose the others are is known when all spans of the tree are. */
  agentId: string | undefined;
  roomId: string | undefined;
  entityId: string | undefined;
  messageId: string | undefined;
}

/** Reads the ids that the span names; one that names no run is kept under its trace. */
export function toSpanIdentity(span: OtlpSpan, { facts }: SpanClassification): SpanIdentity {
  const traceKey = toTraceKey(span.traceId);
  const runId = toId(facts.runId);
  const parentRunId = toId(facts.parentRunId);
  return {
    rowRunId: runId ?? traceKey,
    parentRunId,
    foldKey: parentRunId ?? runId ?? facts.tracedRunId ?? traceKey,
    traceKey,
    agentId: toId(facts.agentId),
    roomId: toId(facts.roomId) ?? toId(facts.conversationId),
    entityId: toId(facts.entityId) ?? toId(facts.userId),
    messageId: toId(facts.messageId),
  };
}

function toId(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toUuid(text);
}
