import {
  ATTR_ACTION_ID,
  ATTR_ACTION_NAME,
  ATTR_AGENT_ID,
  ATTR_EVALUATOR_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_IMPORTED,
  ATTR_MEMORY_ID,
  ATTR_MODEL_TYPE,
  ATTR_RUN_PHASE,
  OPERATION_EMBEDDING,
  OPERATION_EVALUATOR,
  OPERATION_MODEL_CALL,
} from "@runline/contract";
import type { FoundRun } from "./find-run.ts";
import { toActionSpanId, toLooseTraceId, toSpanId, type ImportedSpan } from "./imported-span.ts";
import type { EmbeddingRow, EvaluatorRow, ModelCallRow } from "./eliza-log-row.ts";
import type { DraftAction, RunDraft } from "./run-draft.ts";
import { toMessageContent } from "./to-content.ts";
import { toOwnSpan } from "./to-run-span.ts";

export const EMBEDDING_TYPE = "TEXT_EMBEDDING";

/** The span of a model call, or of an embedding that tells of no memory. */
export function toModelCallSpan(
  row: ModelCallRow,
  agentName: string,
  found: FoundRun | undefined,
  action: DraftAction | undefined,
): ImportedSpan {
  const span = found ? toOwnSpan(found.draft, agentName, found.isSure) : toLooseSpan(row, agentName);
  const { modelType, provider, stream, prompt, response } = row;
  const operation = modelType === EMBEDDING_TYPE ? OPERATION_EMBEDDING : OPERATION_MODEL_CALL;
  return {
    ...span,
    parentSpanId: action ? toActionSpanId(action.actionId) : span.parentSpanId,
    spanId: toSpanId("row", row.id),
    name: `${operation} ${modelType}`,
    isClient: true,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    attributes: {
      ...span.attributes,
      [ATTR_GEN_AI_OPERATION_NAME]: operation,
      [ATTR_MODEL_TYPE]: modelType,
      [ATTR_GEN_AI_PROVIDER_NAME]: provider,
      [ATTR_GEN_AI_REQUEST_STREAM]: stream ? true : undefined,
      [ATTR_ACTION_ID]: action?.actionId,
      [ATTR_ACTION_NAME]: action?.actionName,
      [ATTR_GEN_AI_INPUT_MESSAGES]: toMessageContent("user", prompt),
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: toMessageContent("assistant", response),
    },
  };
}

/** The span of a memory's embedding; its call tells the exact times, when there is one. */
export function toEmbeddingSpan(
  row: EmbeddingRow,
  agentName: string,
  found: FoundRun | undefined,
  call: ModelCallRow | undefined,
): ImportedSpan {
  const span = found ? toOwnSpan(found.draft, agentName, found.isSure) : toLooseSpan(row, agentName);
  const endedAt = call?.endedAt ?? row.at;
  return {
    ...span,
    spanId: toSpanId("row", row.id),
    name: `${OPERATION_EMBEDDING} ${EMBEDDING_TYPE}`,
    isClient: true,
    startedAt: call?.startedAt ?? endedAt - Math.max(0, row.durationMs ?? 0),
    endedAt,
    error: row.failed ? (row.error ?? "The embedding failed") : undefined,
    attributes: {
      ...span.attributes,
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EMBEDDING,
      [ATTR_MODEL_TYPE]: EMBEDDING_TYPE,
      [ATTR_GEN_AI_PROVIDER_NAME]: call?.provider,
      [ATTR_MEMORY_ID]: row.memoryId,
    },
  };
}

/** The span of an evaluator: a moment, because elizaOS does not log when one begins. */
export function toEvaluatorSpan(row: EvaluatorRow, agentName: string, draft: RunDraft): ImportedSpan {
  const span = toOwnSpan(draft, agentName);
  return {
    ...span,
    spanId: toSpanId("row", row.id),
    name: `${OPERATION_EVALUATOR} ${row.evaluatorName}`,
    isClient: false,
    startedAt: row.at,
    endedAt: row.at,
    attributes: {
      ...span.attributes,
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EVALUATOR,
      [ATTR_EVALUATOR_NAME]: row.evaluatorName,
    },
  };
}

/** What a span outside any run has. Until its first run, elizaOS files calls under a room with the id of the agent. */
function toLooseSpan(
  row: ModelCallRow | EmbeddingRow,
  agentName: string,
): Pick<ImportedSpan, "agentId" | "traceId" | "parentSpanId" | "attributes"> {
  return {
    agentId: row.agentId,
    traceId: toLooseTraceId(row.id),
    parentSpanId: undefined,
    attributes: {
      [ATTR_AGENT_ID]: row.agentId,
      [ATTR_GEN_AI_AGENT_NAME]: agentName,
      [ATTR_RUN_PHASE]: isBeforeFirstRun(row) ? "system_init" : "background",
      [ATTR_IMPORTED]: true,
    },
  };
}

/** Whether the process of the agent has handled no message yet. */
export function isBeforeFirstRun(row: ModelCallRow | EmbeddingRow): boolean {
  return row.roomId === row.agentId;
}
