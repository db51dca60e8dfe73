import { hash } from "node:crypto";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import { toUuidV5 } from "../uuid.ts";
import type { LogRecordPlace } from "./from-log-record.ts";

/**
 * Names the log records of one request. Records have no ids: what says the same of the same moment of a span has the same name, however
 * often it is sent. Records of one moment stand in the order of the request, which no clock tells.
 */
export class LogRecordPlaces {
  /** Places of records by what they say, moment by moment. */
  readonly #moments = new Map<string, Map<string, number>>();

  take(record: OtlpLogRecord): LogRecordPlace {
    const { traceId, spanId, timestamp, name, severity, severityText, body, attributes, scopeName } = record;
    const moment = [traceId, spanId, timestamp].join("/");
    const said = [moment, name, severity, severityText, body, attributes, scopeName];
    const text = JSON.stringify(said, sortMembers);
    const logRecordId = toUuidV5(hash("sha1", text, "base64url"));
    const known = this.#moments.get(moment) ?? new Map<string, number>();
    const place = known.get(logRecordId) ?? known.size;
    this.#moments.set(moment, known.set(logRecordId, place));
    return { logRecordId, place };
  }
}

/** Maps have no order, and exporters, processors and encodings each have their own: a record that came by two ways is one. */
function sortMembers(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
