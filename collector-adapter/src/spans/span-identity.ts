import { ATTR_SERVICE_NAME, ATTR_SERVICE_NAMESPACE, CUT_MARK, cutText } from "@runline/contract";
import type { Attributes, OtlpSpan } from "../otlp/otlp-span.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { SpanClassification } from "./span-classification.ts";
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
export function toSpanIdentity(span: OtlpSpan, { kind, facts }: SpanClassification): SpanIdentity {
  const traceKey = toTraceKey(span.traceId);
  const runId = toId(facts.runId);
  const parentRunId = toId(facts.parentRunId);
  const { serviceName, serviceAgentId } = toService(span.resource);
  const isAgentsOwn = kind !== "infrastructure";
  const isOutsideRun = facts.convention === "runline" && runId === undefined;
  const { conversationId } = facts;
  return {
    rowRunId: runId ?? traceKey,
    spanRunId: runId ?? facts.tracedRunId ?? traceKey,
    parentRunId,
    countedRunId: isAgentsOwn && !isOutsideRun ? (parentRunId ?? runId ?? traceKey) : undefined,
    traceKey,
    agentId: toId(facts.agentId) ?? (isAgentsOwn ? serviceAgentId : undefined),
    serviceAgentId,
    serviceName,
    roomId: toId(facts.roomId) ?? toId(conversationId),
    entityId: toId(facts.entityId) ?? toId(facts.userId),
    messageId: toId(facts.messageId),
    conversationId:
      conversationId && toUuid(conversationId) !== conversationId.toLowerCase() ? conversationId : undefined,
  };
}

function toId(text: string | undefined): string | undefined {
  return text === undefined ? undefined : toUuid(text);
}

interface Service {
  serviceName: string;
  serviceAgentId: string;
}

/** By the resource that all spans of a sender share in a request: making the id takes as long as half of the rest. */
const SERVICES = new WeakMap<Attributes, Service>();

function toService(resource: Attributes): Service {
  const known = SERVICES.get(resource);
  if (known) return known;
  const serviceName = getText(resource, ATTR_SERVICE_NAME) ?? "unknown_service";
  const namespace = getText(resource, ATTR_SERVICE_NAMESPACE);
  const service = { serviceName, serviceAgentId: toUuidV5(`${namespace ?? ""}/${serviceName}`) };
  SERVICES.set(resource, service);
  return service;
}

/** A text of the resource that is not empty, cut to the length of a name. */
function getText(resource: Attributes, key: string): string | undefined {
  const value = resource[key];
  return typeof value === "string" && value !== "" ? cutText(value, MAX_NAME_LENGTH, CUT_MARK) : undefined;
}
