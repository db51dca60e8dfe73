import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_ID,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_NAME,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_NAMESPACE,
  formatTraceMark,
  NO_MESSAGE,
  TRACE_STATE_KEY,
} from "@runline/contract";
import type { LogBody, StoredFacts, StoredSpan } from "../records/span-record.ts";

/** What is kept of a span that has ended. */
interface KeptSpan {
  facts: StoredFacts;
  body: LogBody;
}

const KIND = { internal: 1, server: 2, consumer: 5 };
const STATUS = { ok: 1, error: 2 };
const FLAGS = { hasIsRemote: 0x100, isRemote: 0x200 };

/**
 * Spans as they are sent, in the JSON of OTLP, together with those of the same sender. Not kept, and so missing: attributes of the
 * resource but the name of the service, and the version of the instrumentation.
 */
export function exportSpans(rows: readonly KeptSpan[]): object[] {
  const senders = new Map<string, { resource: object; scope: object; spans: object[] }>();
  for (const row of rows) {
    const { serviceName, serviceNamespace, scope = "" } = row.facts;
    const key = JSON.stringify([serviceName, serviceNamespace, scope]);
    const known = senders.get(key);
    if (known) known.spans.push(toSpan(row));
    else {
      const attributes = toAttributes({ [ATTR_SERVICE_NAME]: serviceName, [ATTR_SERVICE_NAMESPACE]: serviceNamespace });
      senders.set(key, { resource: { attributes }, scope: { name: scope }, spans: [toSpan(row)] });
    }
  }
  return [...senders.values()].map(({ resource, scope, spans }) => ({ resource, scopeSpans: [{ scope, spans }] }));
}

function toSpan({ facts, body }: KeptSpan): object {
  const { attributes = {}, events = [], links = [] } = body.span ?? {};
  const { traceId, spanId, parentSpanId, name, startedAt, endedAt = startedAt, status, error } = facts;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...toHandedDown(facts),
    flags: facts.remote === "call" ? FLAGS.hasIsRemote | FLAGS.isRemote : FLAGS.hasIsRemote,
    name,
    kind: toKind(facts),
    startTimeUnixNano: toNanos(startedAt),
    endTimeUnixNano: toNanos(endedAt),
    attributes: toAttributes({ ...toContent(facts, body), ...toToolName(facts, attributes), ...attributes }),
    events: events.map((event) => ({
      name: event.name,
      timeUnixNano: toNanos(event.timestamp),
      attributes: toAttributes(event.attributes),
    })),
    links: links.map((link) => ({ ...link, attributes: toAttributes(link.attributes) })),
    ...(status !== undefined && { status: toStatus(status, error) }),
  };
}

function toStatus(status: NonNullable<StoredFacts["status"]>, error: string | undefined): object {
  if (status === "ok") return { code: STATUS.ok };
  return { code: STATUS.error, message: error === NO_MESSAGE ? "" : error };
}

/** Which kind it was is kept only as far as it says something of its run. */
function toKind({ isRequest, remote }: StoredFacts): number {
  if (remote === "queue") return KIND.consumer;
  return isRequest ? KIND.server : KIND.internal;
}

/** What the spans above told in `tracestate`. */
function toHandedDown({ tracedRunId, isInModelCall = false }: StoredFacts): { traceState?: string } {
  const mark = formatTraceMark({ runId: tracedRunId, isInModelCall });
  return mark === "" ? {} : { traceState: `${TRACE_STATE_KEY}=${mark}` };
}

/** What went in and came out, which the row has under elizaOS's names, under those of the GenAI conventions. */
function toContent({ kind }: StoredFacts, { options, result, prompt, response, input, output }: LogBody) {
  const [given, got] = [options ?? prompt ?? input, result ?? response ?? output];
  return kind === "action"
    ? { [ATTR_GEN_AI_TOOL_CALL_ARGUMENTS]: given, [ATTR_GEN_AI_TOOL_CALL_RESULT]: got }
    : { [ATTR_GEN_AI_INPUT_MESSAGES]: given, [ATTR_GEN_AI_OUTPUT_MESSAGES]: got };
}

/** Some senders tell the name of a tool in what is content and nowhere else. */
function toToolName({ name, toolName = "", toolCallId }: StoredFacts, attributes: StoredSpan["attributes"]) {
  const isTold = name.includes(toolName) || Object.values(attributes).includes(toolName);
  return isTold ? {} : { [ATTR_GEN_AI_TOOL_NAME]: toolName, [ATTR_GEN_AI_TOOL_CALL_ID]: toolCallId };
}

/** To the microsecond, as times are kept: as a number, nanoseconds would lose it. */
function toNanos(ms: number): string {
  return `${Math.round(ms * 1_000)}000`;
}

function toAttributes(attributes: Record<string, unknown>): object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: toValue(value) }],
  );
}

function toValue(value: unknown): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if (typeof value === "object" && value !== null) return { kvlistValue: { values: toAttributes({ ...value }) } };
  return {};
}
