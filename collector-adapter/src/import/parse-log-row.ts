import * as z from "zod/mini";
import type { ElizaLogRow } from "./eliza-log-row.ts";
import type { UnknownRow } from "./log-store.ts";

const { catch: withFallback } = z;

const MODEL_PREFIX = "useModel:";

const Id = z.pipe(
  z.guid(),
  z.transform((id: string) => id.toLowerCase()),
);
/** What is there but of another form than ours is as good as missing: logs of other versions still give most of a run. */
const optional = <T>(schema: z.ZodMiniType<T>) => withFallback(z.optional(schema), undefined);
const OptionalText = optional(z.string());
const OptionalTime = optional(z.number());

const Columns = z.object({
  id: Id,
  at: z.number(),
  type: z.string(),
  entity_id: Id,
  room_id: Id,
  room_agent_id: z.nullable(Id),
  stream: z.unknown(),
  body: z.unknown(),
});
type Columns = z.infer<typeof Columns>;

const RunBody = z.object({
  runId: Id,
  status: z.string(),
  messageId: optional(Id),
  startTime: OptionalTime,
  endTime: OptionalTime,
  error: OptionalText,
});

const ActionStartBody = z.object({
  runId: optional(Id),
  actionId: Id,
  actionName: z.string(),
  timestamp: OptionalTime,
});

const ActionBody = z.object({
  runId: optional(Id),
  parentRunId: optional(Id),
  action: z.string(),
  actionId: optional(Id),
  messageId: optional(Id),
  planStep: OptionalText,
});

const ModelBody = z.object({
  runId: optional(Id),
  timestamp: OptionalTime,
  executionTime: OptionalTime,
  provider: OptionalText,
  actionContext: optional(z.object({ actionId: Id })),
  prompt: z.optional(z.unknown()),
  response: z.optional(z.unknown()),
});

const EvaluatorBody = z.object({ runId: optional(Id), evaluator: z.string(), messageId: optional(Id) });

const EmbeddingBody = z.object({
  runId: optional(Id),
  memoryId: optional(Id),
  status: z.string(),
  duration: OptionalTime,
  error: OptionalText,
});

/** The row, or `undefined` when it does not have the form that elizaOS gives to its type. */
export function parseLogRow(row: UnknownRow): ElizaLogRow | undefined {
  const columns = Columns.safeParse(row);
  if (!columns.success) return undefined;
  const { type } = columns.data;
  switch (type) {
    case "run_event":
      return parseRun(columns.data);
    case "action_event":
      return parseActionStart(columns.data);
    case "action":
      return parseActionEnd(columns.data);
    case "evaluator":
      return parseEvaluator(columns.data);
    case "embedding_event":
      return parseEmbedding(columns.data);
    default:
      return type.startsWith(MODEL_PREFIX) ? parseModelCall(columns.data) : undefined;
  }
}

function parseRun(columns: Columns): ElizaLogRow | undefined {
  const body = RunBody.safeParse(columns.body).data;
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { runId, status, messageId, startTime, endTime, error } = body;
  const startedAt = startTime ?? columns.at;
  return { ...base, kind: "run", runId, status, messageId, startedAt, endedAt: endTime, error };
}

function parseActionStart(columns: Columns): ElizaLogRow | undefined {
  const body = ActionStartBody.safeParse(columns.body).data;
  if (!body) return undefined;
  const { runId, actionId, actionName, timestamp } = body;
  return {
    ...toAgentBase(columns),
    kind: "action_start",
    runId,
    actionId,
    actionName,
    startedAt: timestamp ?? columns.at,
  };
}

function parseActionEnd(columns: Columns): ElizaLogRow | undefined {
  const body = ActionBody.safeParse(columns.body).data;
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { action, actionId = columns.id, ...rest } = body; // older versions have no action id
  return { ...base, ...rest, kind: "action_end", actionId, actionName: action };
}

function parseModelCall(columns: Columns): ElizaLogRow | undefined {
  const body = ModelBody.safeParse(columns.body).data;
  if (!body) return undefined;
  const { runId, timestamp, executionTime = 0, provider, actionContext, prompt, response } = body;
  const endedAt = timestamp ?? columns.at;
  return {
    ...toAgentBase(columns),
    kind: "model_call",
    runId,
    modelType: columns.type.slice(MODEL_PREFIX.length),
    startedAt: endedAt - Math.max(0, executionTime),
    endedAt,
    provider,
    stream: columns.stream === true,
    actionId: actionContext?.actionId,
    prompt,
    response,
  };
}

function parseEvaluator(columns: Columns): ElizaLogRow | undefined {
  const body = EvaluatorBody.safeParse(columns.body).data;
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { runId, messageId, evaluator } = body;
  return { ...base, kind: "evaluator", runId, messageId, evaluatorName: evaluator };
}

function parseEmbedding(columns: Columns): ElizaLogRow | undefined {
  const body = EmbeddingBody.safeParse(columns.body).data;
  if (!body) return undefined;
  const { runId, memoryId, status, duration, error } = body;
  const failed = status === "failed";
  return { ...toAgentBase(columns), kind: "embedding", runId, memoryId, failed, error, durationMs: duration };
}

/** Of a row whose entity is the agent. */
function toAgentBase({ id, at, entity_id, room_id }: Columns) {
  return { id, at, agentId: entity_id, roomId: room_id };
}

/** Of a row whose entity is who wrote the message; `undefined` in a room of no agent. */
function toHumanBase({ id, at, entity_id, room_id, room_agent_id }: Columns) {
  return room_agent_id === null ? undefined : { id, at, agentId: room_agent_id, roomId: room_id, entityId: entity_id };
}
