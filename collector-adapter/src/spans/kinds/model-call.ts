import { readUuid, toModelLogType } from "@runline/contract";
import type { LogBody } from "../../records/span-record.ts";
import type { ClassifiedSpan } from "../classified-span.ts";
import { getErrorText, toResultWord } from "../span-outcome.ts";
import { toDuration, toEndTime } from "../span-times.ts";
import { CALL_FACTS, CONVERSATION, type Kind } from "./kind.ts";

/** One call of a model that answers. */
export const modelCall: Kind = {
  facts: [...CALL_FACTS, "timeToFirstChunkMs", "actionId", "actionName"],
  content: CONVERSATION,
  label: ["model", "responseModel", "modelType"],
  detail: ({ facts }) => facts.modelType,
  endRow: (source) => ({
    type: toModelLogType(toModelType(source)),
    status: toResultWord(source.facts),
    body: toBody(source),
  }),
};

/** Model slot of the call; agents that know no slots have the operation (`chat`) there. */
function toModelType({ facts }: ClassifiedSpan): string {
  return facts.modelType ?? facts.operation ?? "chat";
}

function toBody(source: ClassifiedSpan): LogBody {
  const { span, facts, content, identity } = source;
  const { actionName } = facts;
  const actionId = readUuid(facts.actionId);
  const modelType = toModelType(source);
  return {
    runId: identity.rowRunId,
    modelType,
    modelKey: modelType,
    provider: facts.provider,
    model: facts.responseModel ?? facts.model,
    timestamp: toEndTime(span),
    executionTime: toDuration(span),
    timeToFirstChunk: facts.timeToFirstChunkMs,
    ...toUsage(facts),
    attempt: facts.attempt,
    attribution: facts.attribution,
    actionContext: actionId && actionName ? { actionName, actionId } : undefined,
    error: getErrorText(facts),
    prompt: content.texts.input,
    response: content.texts.output,
  };
}

/** What a call used, in the words of `SpanUsage` of the contract. */
export function toUsage({ tokens, cost }: ClassifiedSpan["facts"]): LogBody {
  return {
    inputTokens: tokens?.input,
    outputTokens: tokens?.output,
    cachedInputTokens: tokens?.cachedInput,
    cacheWriteInputTokens: tokens?.cacheWriteInput,
    reasoningTokens: tokens?.reasoning,
    audioInputTokens: tokens?.audioInput,
    audioOutputTokens: tokens?.audioOutput,
    unsplitTokens: tokens?.unsplit,
    cost,
  };
}
