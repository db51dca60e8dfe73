import * as v from "valibot";
import type { ActionOutcome, ElizaLogRow } from "./eliza-log-row.ts";
import type { UnknownRow } from "./log-store.ts";

const MODEL_PREFIX = "useModel:";

const Id = v.pipe(v.string(), v.uuid(), v.toLowerCase());
/** What is there but of another form than ours is as good as missing: logs of other versions still give most of a run. */
const optional = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);
const OptionalText = optional(v.string());
const OptionalTime = optional(v.number());

const Columns = v.object({
  id: Id,
  at: v.number(),
  type: v.string(),
  entity_id: Id,
  room_id: Id,
  room_agent_id: v.nullable(Id),
  stream: v.optional(v.unknown()),
  success: v.optional(v.unknown()),
  error: v.optional(v.nullable(v.string())),
  result: v.optional(v.unknown()),
  body: v.optional(v.unknown()),
});
type Columns = v.InferOutput<typeof Columns>;

const RunBody = v.object({
  runId: Id,
  status: v.string(),
  messageId: optional(Id),
  startTime: OptionalTime,
  endTime: OptionalTime,
  error: OptionalText,
});

const ActionStartBody = v.object({
  runId: optional(Id),
  actionId: Id,
  actionName: v.string(),
  timestamp: OptionalTime,
});

const ActionBody = v.object({
  runId: optional(Id),
  parentRunId: optional(Id),
  action: v.string(),
  actionId: optional(Id),
  messageId: optional(Id),
  planStep: OptionalText,
});

const ModelBody = v.object({
  runId: optional(Id),
  timestamp: OptionalTime,
  executionTime: OptionalTime,
  provider: OptionalText,
  actionContext: optional(v.object({ actionId: Id })),
  prompt: v.optional(v.unknown()),
  response: v.optional(v.unknown()),
});

const EvaluatorBody = v.object({ runId: optional(Id), evaluator: v.string(), messageId: optional(Id) });

const EmbeddingBody = v.object({
  runId: optional(Id),
  memoryId: optional(Id),
  status: v.string(),
  duration: OptionalTime,
  error: OptionalText,
});

/** The row, or `undefined` when it does not have the form that elizaOS gives to its type. */
export function parseLogRow(row: UnknownRow): ElizaLogRow | undefined {
  const columns = v.safeParse(Columns, row);
  if (!columns.success) return undefined;
  const { type } = columns.output;
  switch (type) {
    case "run_event":
      return parseRun(columns.output);
    case "action_event":
      return parseActionStart(columns.output);
    case "action":
      return parseActionEnd(columns.output);
    case "evaluator":
      return parseEvaluator(columns.output);
    case "embedding_event":
      return parseEmbedding(columns.output);
    default:
      return type.startsWith(MODEL_PREFIX) ? parseModelCall(columns.output) : undefined;
  }
}

function parseRun(columns: Columns): ElizaLogRow | undefined {
  const body = read(RunBody, columns.body);
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { runId, status, messageId, startTime, endTime, error } = body;
  const startedAt = startTime ?? columns.at;
  return { ...base, kind: "run", runId, status, messageId, startedAt, endedAt: endTime, error };
}

function parseActionStart(columns: Columns): ElizaLogRow | undefined {
  const body = read(ActionStartBody, columns.body);
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
  const body = read(ActionBody, columns.body);
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { action, actionId = columns.id, ...rest } = body; // older versions have no action id
  return { ...base, ...rest, kind: "action_end", actionId, actionName: action, outcome: toOutcome(columns) };
}

function toOutcome({ success, error, result }: Columns): ActionOutcome | undefined {
  return typeof success === "boolean" ? { success, error: error ?? undefined, result } : undefined;
}

function parseModelCall(columns: Columns): ElizaLogRow | undefined {
  const body = read(ModelBody, columns.body);
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
  const body = read(EvaluatorBody, columns.body);
  const base = body && toHumanBase(columns);
  if (!base) return undefined;
  const { runId, messageId, evaluator } = body;
  return { ...base, kind: "evaluator", runId, messageId, evaluatorName: evaluator };
}

function parseEmbedding(columns: Columns): ElizaLogRow | undefined {
  const body = read(EmbeddingBody, columns.body);
  if (!body) return undefined;
  const { runId, memoryId, status, duration, error } = body;
  const failed = status === "failed";
  return { ...toAgentBase(columns), kind: "embedding", runId, memoryId, failed, error, durationMs: duration };
}

function read<T>(schema: v.GenericSchema<unknown, T>, body: unknown): T | undefined {
  const parsed = v.safeParse(schema, body);
  return parsed.success ? parsed.output : undefined;
}

/** Of a row whose entity is the agent. */
function toAgentBase({ id, at, entity_id, room_id }: Columns) {
  return { id, at, agentId: entity_id, roomId: room_id };
}

/** Of a row whose entity is who wrote the message; `undefined` in a room of no agent. */
function toHumanBase({ id, at, entity_id, room_id, room_agent_id }: Columns) {
  return room_agent_id === null ? undefined : { id, at, agentId: room_agent_id, roomId: room_id, entityId: entity_id };
}
