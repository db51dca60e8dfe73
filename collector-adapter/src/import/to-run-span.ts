import {
  ATTR_AGENT_ID,
  ATTR_ATTRIBUTION,
  ATTR_ENTITY_ID,
  ATTR_ENTITY_NAME,
  ATTR_GEN_AI_AGENT_NAME,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_IMPORTED,
  ATTR_MESSAGE_ID,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_RUN_OUTCOME,
  ATTR_RUN_STATUS,
  ATTR_SOURCE,
  OPERATION_RUN,
} from "@runline/contract";
import { toSpanId, toTraceId, type ImportedSpan } from "./imported-span.ts";
import type { DraftEnd, RunDraft } from "./run-draft.ts";
import { toMessageContent } from "./to-content.ts";

/** The span of the run; without an end a snapshot of it. */
export function toRunSpan(draft: RunDraft, agentName: string, end?: Omit<DraftEnd, "rowAt">): ImportedSpan {
  const span = toOwnSpan(draft, agentName);
  return {
    ...span,
    parentSpanId: undefined,
    spanId: toRunSpanId(draft.runId),
    name: `${OPERATION_RUN} ${agentName}`,
    isClient: false,
    startedAt: draft.startedAt,
    endedAt: end && Math.max(end.at, draft.startedAt),
    error: end?.error,
    attributes: {
      ...span.attributes,
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_RUN,
      [ATTR_GEN_AI_CONVERSATION_ID]: draft.roomId,
      [ATTR_ENTITY_NAME]: draft.entityName,
      [ATTR_SOURCE]: draft.source,
      [ATTR_RUN_STATUS]: end?.status,
      [ATTR_RUN_OUTCOME]: end?.outcome,
      [ATTR_GEN_AI_INPUT_MESSAGES]: toMessageContent("user", draft.input),
    },
  };
}

/** What all spans of a run have in common; its parent is the run, when that has a span. */
export function toOwnSpan(
  draft: RunDraft,
  agentName: string,
  isSure = true,
): Pick<ImportedSpan, "agentId" | "run" | "traceId" | "parentSpanId" | "attributes"> {
  const { agentId, runId, startedAt } = draft;
  return {
    agentId,
    run: { agentId, runId, startedAt, isStartKnown: !draft.isInvented },
    traceId: toTraceId(runId),
    parentSpanId: draft.isInvented ? undefined : toRunSpanId(runId),
    attributes: {
      [ATTR_RUN_ID]: runId,
      [ATTR_AGENT_ID]: agentId,
      [ATTR_GEN_AI_AGENT_NAME]: agentName,
      [ATTR_ROOM_ID]: draft.roomId,
      [ATTR_ENTITY_ID]: draft.entityId,
      [ATTR_MESSAGE_ID]: draft.messageId,
      [ATTR_ATTRIBUTION]: isSure ? undefined : "low",
      [ATTR_IMPORTED]: true,
    },
  };
}

function toRunSpanId(runId: string): string {
  return toSpanId("run", runId);
}
