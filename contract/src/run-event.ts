import * as z from "zod/mini";

/** The action a model call was made in. */
export const ActionContext = z.object({ actionName: z.string(), actionId: z.string() });
export type ActionContext = z.infer<typeof ActionContext>;

/** On a step that may belong to another run; see `runline.attribution`. */
const Attribution = z.optional(z.literal("low"));

const RunStarted = z.looseObject({ messageId: z.string(), source: z.optional(z.string()) });
const RunEnded = z.looseObject({
  status: z.string(),
  durationMs: z.number(),
  error: z.optional(z.string()),
  outcome: z.optional(z.string()),
});
const ActionStarted = z.looseObject({
  actionId: z.string(),
  actionName: z.string(),
  messageId: z.string(),
  planStep: z.optional(z.string()),
});
const ActionCompleted = z.looseObject({
  actionId: z.string(),
  actionName: z.string(),
  success: z.boolean(),
  durationMs: z.number(),
  result: z.optional(z.unknown()),
  error: z.optional(z.string()),
  planStep: z.optional(z.string()),
});
const ModelUsed = z.looseObject({
  modelType: z.string(),
  /** Duration of the call in ms; `timestamp` of the event is its end. */
  executionTime: z.number(),
  provider: z.optional(z.string()),
  model: z.optional(z.string()),
  inputTokens: z.optional(z.number()),
  outputTokens: z.optional(z.number()),
  /** Price in US dollars, when the agent was given a price table. */
  cost: z.optional(z.number()),
  /** 2 and more when the call repeats the one before it word for word. */
  attempt: z.optional(z.number()),
  actionContext: z.optional(ActionContext),
  error: z.optional(z.string()),
  attribution: Attribution,
});
const EvaluatorCompleted = z.looseObject({
  evaluatorName: z.string(),
  success: z.boolean(),
  durationMs: z.number(),
  error: z.optional(z.string()),
});
const EmbeddingEvent = z.looseObject({
  status: z.enum(["completed", "failed"]),
  durationMs: z.number(),
  memoryId: z.optional(z.string()),
  error: z.optional(z.string()),
  attribution: Attribution,
});

/** One entry of the timeline, its type named as in elizaOS's own runs API. `timestamp` is in ms since the epoch. @example { type: "RUN_STARTED", timestamp: 1795393454513, data: { messageId: "…" } } */
export const RunEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("RUN_STARTED"), timestamp: z.number(), data: RunStarted }),
  z.object({ type: z.literal("RUN_ENDED"), timestamp: z.number(), data: RunEnded }),
  z.object({ type: z.literal("ACTION_STARTED"), timestamp: z.number(), data: ActionStarted }),
  z.object({ type: z.literal("ACTION_COMPLETED"), timestamp: z.number(), data: ActionCompleted }),
  z.object({ type: z.literal("MODEL_USED"), timestamp: z.number(), data: ModelUsed }),
  z.object({ type: z.literal("EVALUATOR_COMPLETED"), timestamp: z.number(), data: EvaluatorCompleted }),
  z.object({ type: z.literal("EMBEDDING_EVENT"), timestamp: z.number(), data: EmbeddingEvent }),
]);
export type RunEvent = z.infer<typeof RunEvent>;
/** Type of an entry. @example "MODEL_USED" */
export type RunEventType = RunEvent["type"];
