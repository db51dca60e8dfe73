import type { LogBody } from "../../records/span-record.ts";
import type { ClassifiedSpan } from "../classified-span.ts";
import { toEndTime, toDuration } from "../span-times.ts";
import { getErrorText, getRunStatus } from "../span-outcome.ts";
import { CONVERSATION, type Kind } from "./kind.ts";

/** One handling of one message by one agent, or a part of it that a sub-agent handles. */
export const run: Kind = {
  facts: ["roomName", "entityName", "source", "outcome", "runStatusWord"],
  content: CONVERSATION,
  label: ["agentName"],
  startRow: (source) => ({ type: "run_event", status: "started", body: toStartBody(source) }),
  endRow: (source) => ({ type: "run_event", status: getRunStatus(source.facts), body: toEndBody(source) }),
};

function toStartBody({ span, facts, identity }: ClassifiedSpan): LogBody {
  return {
    runId: identity.rowRunId,
    status: "started",
    messageId: identity.messageId,
    roomId: identity.roomId,
    entityId: identity.entityId,
    startTime: Math.floor(span.startedAt),
    source: facts.source,
  };
}

function toEndBody(source: ClassifiedSpan): LogBody {
  const { span, facts, content } = source;
  return {
    ...toStartBody(source),
    status: getRunStatus(facts),
    endTime: toEndTime(span),
    duration: toDuration(span),
    outcome: facts.outcome,
    error: getErrorText(facts),
    input: content.texts.input,
    output: content.texts.output,
  };
}
