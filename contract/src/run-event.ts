import * as v from "valibot";

/** The action a model call was made in. */
export const ActionContext = v.object({ actionName: v.string(), actionId: v.string() });
export type ActionContext = v.InferOutput<typeof ActionContext>;

/** On a step that may belong to another run; see `runline.attribution`. */
const Attribution = v.optional(v.literal("low"));

const RunStarted = v.looseObject({ messageId: v.string(), source: v.optional(v.string()) });
const RunEnded = v.looseObject({
  status: v.string(),
  durationMs: v.number(),
  error: v.optional(v.string()),
  outcome: v.optional(v.string()),
});
const ActionStarted = v.looseObject({
  actionId: v.string(),
  actionName: v.string(),
  messageId: v.string(),
  planStep: v.optional(v.string()),
});
const ActionCompleted = v.looseObject({
  actionId: v.string(),
  actionName: v.string(),
  success: v.boolean(),
  durationMs: v.number(),
  result: v.optional(v.unknown()),
  error: v.optional(v.string()),
  planStep: v.optional(v.string()),
});
const ModelUsed = v.looseObject({
  modelType: v.string(),
  /** Duration of the call in ms; `timestamp` of the event is its end. */
  executionTime: v.number(),
  provider: v.optional(v.string()),
  model: v.optional(v.string()),
  inputTokens: v.optional(v.number()),
  outputTokens: v.optional(v.number()),
  /** Price in US dollars, when the agent tells it: what is estimated stands on the span and in the summary. */
  cost: v.optional(v.number()),
  /** 2 and more when the call repeats the one before it word for word. */
  attempt: v.optional(v.number()),
  actionContext: v.optional(ActionContext),
  error: v.optional(v.string()),
  attribution: Attribution,
});
const EvaluatorCompleted = v.looseObject({
  evaluatorName: v.string(),
  success: v.boolean(),
  durationMs: v.number(),
  error: v.optional(v.string()),
});
const EmbeddingEvent = v.looseObject({
  status: v.picklist(["completed", "failed"]),
  durationMs: v.number(),
  memoryId: v.optional(v.string()),
  error: v.optional(v.string()),
  attribution: Attribution,
});

/** One entry of the timeline, its type named as in elizaOS's own runs API. `timestamp` is in ms since the epoch. @example { type: "RUN_STARTED", timestamp: 1795393454513, data: { messageId: "…" } } */
export const RunEvent = v.variant("type", [
  v.object({ type: v.literal("RUN_STARTED"), timestamp: v.number(), data: RunStarted }),
  v.object({ type: v.literal("RUN_ENDED"), timestamp: v.number(), data: RunEnded }),
  v.object({ type: v.literal("ACTION_STARTED"), timestamp: v.number(), data: ActionStarted }),
  v.object({ type: v.literal("ACTION_COMPLETED"), timestamp: v.number(), data: ActionCompleted }),
  v.object({ type: v.literal("MODEL_USED"), timestamp: v.number(), data: ModelUsed }),
  v.object({ type: v.literal("EVALUATOR_COMPLETED"), timestamp: v.number(), data: EvaluatorCompleted }),
  v.object({ type: v.literal("EMBEDDING_EVENT"), timestamp: v.number(), data: EmbeddingEvent }),
]);
export type RunEvent = v.InferOutput<typeof RunEvent>;
/** Type of an entry. @example "MODEL_USED" */
export type RunEventType = RunEvent["type"];
