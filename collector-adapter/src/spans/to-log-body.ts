import {
  ATTR_ACTION_ID,
  ATTR_ACTION_NAME,
  ATTR_ATTRIBUTION,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_MODEL_TYPE,
  ATTR_PLAN_STEP,
  ATTR_RUN_OUTCOME,
  ATTR_SOURCE,
} from "@runline/contract";
import type { LogBody } from "../records/span-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { ClassifiedSpan } from "./classified-span.ts";
import { getText } from "./get-text.ts";
import { getErrorMessage, getRunStatus, isFailed } from "./span-outcome.ts";
import { toUuid } from "./uuid.ts";

/** Id of an action: its own, else one made of its span. */
function toActionId({ span, classification }: ClassifiedSpan): string {
  return toUuid(classification.toolCallId ?? `${span.traceId}/${span.spanId}`);
}

/** Name of an action: its own, else the name of its span. */
export function toActionName({ span, classification }: ClassifiedSpan): string {
  return classification.toolName ?? span.name;
}

/** Model slot of a model call; agents that know no slots have the operation (`chat`) there. */
export function toModelType({ span }: ClassifiedSpan): string {
  return getText(span.attributes, ATTR_MODEL_TYPE) ?? getText(span.attributes, ATTR_GEN_AI_OPERATION_NAME) ?? "chat";
}

/** `low` on a step that may belong to another run. */
export function toAttribution({ span }: ClassifiedSpan): "low" | undefined {
  return getText(span.attributes, ATTR_ATTRIBUTION) === "low" ? "low" : undefined;
}

/** Body of the row at the start of a run. */
export function toRunStartBody({ span, identity }: ClassifiedSpan): LogBody {
  return {
    runId: identity.rowRunId,
    status: "started",
    messageId: identity.messageId,
    roomId: identity.roomId,
    entityId: identity.entityId,
    startTime: Math.floor(span.startedAt),
    source: getText(span.attributes, ATTR_SOURCE),
  };
}

/** Body of the row at the end of a run. */
export function toRunEndBody(source: ClassifiedSpan): LogBody {
  const { span, classification } = source;
  return {
    ...toRunStartBody(source),
    status: getRunStatus(span),
    endTime: toEndTime(span),
    duration: toDuration(span),
    outcome: getText(span.attributes, ATTR_RUN_OUTCOME),
    error: getErrorMessage(span),
    input: classification.input,
    output: classification.output,
  };
}

/** Body of the row at the start of an action. */
export function toActionStartBody(source: ClassifiedSpan): LogBody {
  const { span, identity } = source;
  const actionId = toActionId(source);
  return {
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    actionId,
    actionName: toActionName(source),
    messageId: actionId,
    roomId: identity.roomId,
    timestamp: Math.floor(span.startedAt),
    planStep: getText(span.attributes, ATTR_PLAN_STEP),
    source: "actionHandler",
  };
}

/** Body of the row at the end of an action. */
export function toActionEndBody(source: ClassifiedSpan): LogBody {
  const { span, classification, identity } = source;
  return {
    runId: identity.rowRunId,
    parentRunId: identity.parentRunId,
    action: toActionName(source),
    actionId: toActionId(source),
    messageId: identity.messageId,
    planStep: getText(span.attributes, ATTR_PLAN_STEP),
    success: !isFailed(span),
    duration: toDuration(span),
    error: getErrorMessage(span),
    options: classification.input,
    result: classification.output,
  };
}

/** Body of the row of a model call. */
export function toModelCallBody(source: ClassifiedSpan): LogBody {
  const { span, classification, identity } = source;
  const actionId = getText(span.attributes, ATTR_ACTION_ID);
  const actionName = getText(span.attributes, ATTR_ACTION_NAME);
  const modelType = toModelType(source);
  return {
    runId: identity.rowRunId,
    modelType,
    modelKey: modelType,
    provider: classification.provider,
    model: classification.responseModel ?? classification.model,
    timestamp: toEndTime(span),
    executionTime: toDuration(span),
    timeToFirstChunk: classification.timeToFirstChunkMs,
    inputTokens: classification.inputTokens,
    outputTokens: classification.outputTokens,
    cost: classification.cost,
    attempt: classification.attempt,
    attribution: toAttribution(source),
    actionContext: actionId && actionName ? { actionName, actionId: toUuid(actionId) } : undefined,
    error: getErrorMessage(span),
    prompt: classification.input,
    response: classification.output,
  };
}

/** Body of the row of an evaluator. */
export function toEvaluatorBody({ span, classification, identity }: ClassifiedSpan): LogBody {
  return {
    runId: identity.rowRunId,
    evaluator: classification.evaluatorName ?? span.name,
    messageId: identity.messageId,
    success: !isFailed(span),
    duration: toDuration(span),
    error: getErrorMessage(span),
    input: classification.input,
    output: classification.output,
  };
}

/** Body of the row of an embedding. */
export function toEmbeddingBody(source: ClassifiedSpan): LogBody {
  const { span, classification, identity } = source;
  return {
    runId: identity.rowRunId,
    memoryId: classification.memoryId ? toUuid(classification.memoryId) : undefined,
    status: isFailed(span) ? "failed" : "completed",
    provider: classification.provider,
    model: classification.responseModel ?? classification.model,
    inputTokens: classification.inputTokens,
    cost: classification.cost,
    attempt: classification.attempt,
    attribution: toAttribution(source),
    duration: toDuration(span),
    error: getErrorMessage(span),
    source: "embeddingService",
    input: classification.input,
  };
}

/** elizaOS has whole ms in its bodies; the row itself has the time to the microsecond. */
function toEndTime(span: OtlpSpan): number {
  return Math.floor(span.endedAt ?? span.startedAt);
}

/** Duration in ms, to the microsecond: finer digits are noise of the subtraction. */
export function toDuration(span: OtlpSpan): number {
  return Math.round(((span.endedAt ?? span.startedAt) - span.startedAt) * 1000) / 1000;
}
