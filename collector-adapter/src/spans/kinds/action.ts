import { readUuid } from "@runline/contract";
import type { LogBody } from "../../records/span-record.ts";
import type { ClassifiedSpan } from "../classified-span.ts";
import { getErrorText, isFailed, toResultWord } from "../span-outcome.ts";
import { isRecord } from "../is-record.ts";
import { toDuration } from "../span-times.ts";
import { toUuid } from "../../uuid.ts";
import type { Kind } from "./kind.ts";

/** One step that the agent performs: a tool call. */
export const action: Kind = {
  facts: ["toolName", "toolCallId", "planStep", "operation"],
  content: {
    form: "value",
    input: ["arguments", "input", "inputMessages"],
    output: ["result", "output", "outputMessages"],
  },
  label: ["toolName"],
  detail: ({ facts, content }) => toFirstArgument(content.input) ?? facts.planStep,
  startRow: (source) => ({ type: "action_event", status: "started", body: toStartBody(source) }),
  endRow: (source) => ({ type: "action", status: toResultWord(source.facts), body: toEndBody(source) }),
};

/** Characters of an argument that are looked at. */
const MAX_ARGUMENT = 200;

/** The first argument that is a text, a number or a flag: calls of one action differ in it, as a rule. @example `city: "Genoa"` */
function toFirstArgument(input: unknown): string | undefined {
  if (!isRecord(input)) return undefined;
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === "string") return `${name}: ${JSON.stringify(value.slice(0, MAX_ARGUMENT))}`;
    if (typeof value === "number" || typeof value === "boolean") return `${name}: ${value}`;
  }
  return undefined;
}

/**
 * Id of an action, another one for each: that of Runline's instrumentation, else one made of the span. Others have ids of tool
 * calls, which models count from zero in every answer.
 */
function toActionId({ span, facts }: ClassifiedSpan): string {
  const own = facts.convention === "runline" ? readUuid(facts.toolCallId) : undefined;
  return own ?? toUuid(`${span.traceId}/${span.spanId}`);
}

function toStartBody(source: ClassifiedSpan): LogBody {
  const { span, facts, identity } = source;
  const actionId = toActionId(source);
  return {
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    actionId,
    actionName: facts.toolName ?? span.name,
    messageId: actionId,
    roomId: identity.roomId,
    timestamp: Math.floor(span.startedAt),
    planStep: facts.planStep,
    source: "actionHandler",
  };
}

function toEndBody(source: ClassifiedSpan): LogBody {
  const { span, facts, content, identity } = source;
  return {
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    action: facts.toolName ?? span.name,
    actionId: toActionId(source),
    messageId: identity.messageId,
    planStep: facts.planStep,
    success: !isFailed(facts),
    duration: toDuration(span),
    error: getErrorText(facts),
    options: content.texts.input,
    result: content.texts.output,
  };
}
