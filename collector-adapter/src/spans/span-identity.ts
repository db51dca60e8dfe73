import {
  ATTR_AGENT_ID,
  ATTR_ENTITY_ID,
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_MESSAGE_ID,
  ATTR_PARENT_RUN_ID,
  ATTR_ROOM_ID,
  ATTR_RUN_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  parseTraceMark,
} from "@runline/contract";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanClassification } from "./classify-span.ts";
import { getText } from "./get-text.ts";
import { toTraceKey, toUuid, toUuidV5 } from "./uuid.ts";

/** Whose span it is: the ids that its row carries and the run that it counts for. */
export interface SpanIdentity {
  /** Key of the row: the run or plan that the span names, else the key of its trace. */
  rowRunId: string;
  /** Run or plan that the span itself names, else the run that it is below, by its trace state, else the key of its trace. */
  spanRunId: string;
  /** Run of the message, when the row's key is a plan. */
  parentRunId: string | undefined;
  /** Run that the span counts for; `undefined` when it counts for none. */
  countedRunId: string | undefined;
  /** Key of the trace: its id written as a UUID. Where a run owns its trace, the run's id. */
  traceKey: string;
  /** `undefined` for an infrastructure span that names none: its service may be anybody's. */
  agentId: string | undefined;
  /** Agent that the process stands for, if it is one. */
  serviceAgentId: string;
  serviceName: string;
  roomId: string | undefined;
  entityId: string | undefined;
  messageId: string | undefined;
  /** Session id as sent, when it is no UUID. */
  conversationId: string | undefined;
}

/** Applies the key rules of the design: run id first, else the trace; agent id first, else the service. */
export function toSpanIdentity(span: OtlpSpan, classification: SpanClassification): SpanIdentity {
  const traceKey = toTraceKey(span.traceId);
  const runId = getId(span.attributes, ATTR_RUN_ID);
  const parentRunId = getId(span.attributes, ATTR_PARENT_RUN_ID);
  const serviceName = getText(span.resource, ATTR_SERVICE_NAME) ?? "unknown_service";
  const namespace = getText(span.resource, ATTR_SERVICE_NAMESPACE);
  const serviceAgentId = toUuidV5(`${namespace ?? ""}/${serviceName}`);
  const isAgentsOwn = classification.kind !== "infrastructure";
  const isOutsideRun = classification.convention === "runline" && runId === undefined;
  const conversationId = classification.conversationId ?? getText(span.attributes, ATTR_GEN_AI_CONVERSATION_ID);
  return {
    rowRunId: runId ?? traceKey,
    spanRunId: runId ?? parseTraceMark(span.traceState).runId ?? traceKey,
    parentRunId,
    countedRunId: isAgentsOwn && !isOutsideRun ? (parentRunId ?? runId ?? traceKey) : undefined,
    traceKey,
    agentId: getId(span.attributes, ATTR_AGENT_ID) ?? (isAgentsOwn ? serviceAgentId : undefined),
    serviceAgentId,
    serviceName,
    roomId: getId(span.attributes, ATTR_ROOM_ID) ?? (conversationId ? toUuid(conversationId) : undefined),
    entityId:
      getId(span.attributes, ATTR_ENTITY_ID) ?? (classification.userId ? toUuid(classification.userId) : undefined),
    messageId: getId(span.attributes, ATTR_MESSAGE_ID),
    conversationId:
      conversationId && toUuid(conversationId) !== conversationId.toLowerCase() ? conversationId : undefined,
  };
}

function getId(attributes: Attributes, key: string): string | undefined {
  const text = getText(attributes, key);
  return text === undefined ? undefined : toUuid(text);
}
