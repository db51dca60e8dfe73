import { ATTR_SERVICE_NAME, ATTR_SPAN_PENDING } from "@runline/contract";
import type { ImportedSpan, ImportedValue } from "./imported-span.ts";

const KIND_INTERNAL = 1;
const KIND_CLIENT = 3;
const STATUS_UNSET = 0;
const STATUS_ERROR = 2;

/**
 * The spans as the body of an OTLP/HTTP request in JSON, a resource for each agent.
 *
 * @param agentNames - by agent id; the name is that of the service
 */
export function toOtlpJson(spans: readonly ImportedSpan[], agentNames: ReadonlyMap<string, string>): string {
  const byAgent = new Map<string, ImportedSpan[]>();
  for (const span of spans) {
    const ofAgent = byAgent.get(span.agentId);
    if (ofAgent) ofAgent.push(span);
    else byAgent.set(span.agentId, [span]);
  }
  const resourceSpans = [...byAgent].map(([agentId, ofAgent]) => ({
    resource: { attributes: toAttributes({ [ATTR_SERVICE_NAME]: agentNames.get(agentId) ?? agentId }) },
    scopeSpans: [{ scope: { name: "runline import" }, spans: ofAgent.map(toSpan) }],
  }));
  return JSON.stringify({ resourceSpans });
}

function toSpan(span: ImportedSpan) {
  const isPending = span.endedAt === undefined;
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.isClient ? KIND_CLIENT : KIND_INTERNAL,
    startTimeUnixNano: toNanoseconds(span.startedAt),
    endTimeUnixNano: span.endedAt === undefined ? "0" : toNanoseconds(span.endedAt),
    attributes: toAttributes({ ...span.attributes, ...(isPending && { [ATTR_SPAN_PENDING]: true }) }),
    status: span.error === undefined ? { code: STATUS_UNSET } : { code: STATUS_ERROR, message: span.error },
  };
}

/** To the microsecond: a double of ms has no more. */
function toNanoseconds(ms: number): string {
  return `${Math.round(ms * 1000)}000`;
}

function toAttributes(attributes: ImportedSpan["attributes"]) {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: toValue(value) }],
  );
}

function toValue(value: ImportedValue) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
