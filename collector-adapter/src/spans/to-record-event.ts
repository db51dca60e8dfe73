import { CUT_MARK, cutText } from "@runline/contract";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import type { Attributes, AttributeValue, OtlpSpanEvent } from "../otlp/otlp-span.ts";
import { ATTR_CUT_VALUES } from "../otlp/span-limits.ts";
import type { StoredLogRecord } from "../records/span-record.ts";
import { fromText } from "./content/from-json.ts";
import { isRecord } from "./is-record.ts";
import { toSeverityWord } from "./severity.ts";

/** Characters that are kept of the body of a log record, and of each of its attributes: a stack trace of 300 lines. */
const MAX_TEXT = 32_768;

/** Where events of messages say what was said. */
const CONTENT_MEMBERS = new Set([
  "content",
  "message",
  "parts",
  "tool_calls",
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.system_instructions",
  "gen_ai.event.content",
  "gen_ai.prompt",
  "gen_ai.completion",
]);

/**
 * A log record as the event of a span that conventions read: what the body says in members stands beside the attributes, as where
 * instrumentations write the same as an event.
 */
export function toReadEvent({ name, timestamp, attributes, body }: OtlpLogRecord): OtlpSpanEvent {
  const said = typeof body === "string" ? fromText(body) : body;
  if (isAttributes(said)) return { name, timestamp, attributes: { ...attributes, ...said } };
  return { name, timestamp, attributes: typeof body === "string" ? { ...attributes, content: body } : attributes };
}

/** What is kept of a log record, each text as far as it may be long. Of a message, what the content of its row does not have. */
export function toStoredRecord(record: OtlpLogRecord, isMessage: boolean): StoredLogRecord {
  const { name, timestamp, severity, severityText } = record;
  let cut = 0;
  const limit = (value: AttributeValue): AttributeValue => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (text.length <= MAX_TEXT) return value;
    cut += 1;
    return cutText(text, MAX_TEXT, CUT_MARK);
  };
  const limitAll = (values: Attributes): Attributes =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, limit(value)]));
  const attributes = limitAll(isMessage ? omitContent(record.attributes) : record.attributes);
  const body = isMessage ? toRest(record.body) : record.body;
  const kept = body === undefined || body === null ? undefined : isAttributes(body) ? limitAll(body) : limit(body);
  const before = attributes[ATTR_CUT_VALUES];
  if (cut > 0) attributes[ATTR_CUT_VALUES] = cut + (typeof before === "number" ? before : 0);
  const word = severityText || toSeverityWord(severity);
  return {
    name,
    timestamp,
    ...(word !== undefined && { severity: word }),
    ...(kept !== undefined && { body: kept }),
    attributes,
  };
}

/** What the body of a message says beside the message: the place of a choice, why it ended. */
function toRest(body: OtlpLogRecord["body"]): Attributes | undefined {
  const said = typeof body === "string" ? fromText(body) : body;
  const rest = isAttributes(said) ? omitContent(said) : {};
  return Object.keys(rest).length > 0 ? rest : undefined;
}

function omitContent(values: Attributes): Attributes {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !CONTENT_MEMBERS.has(key)));
}

/** Whatever JSON holds is a value of an attribute. */
function isAttributes(value: unknown): value is Attributes {
  return isRecord(value);
}
