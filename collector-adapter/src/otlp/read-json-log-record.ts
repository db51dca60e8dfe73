import { createLogRecord } from "./create-log-record.ts";
import type { JsonFields, JsonObject } from "./json-fields.ts";
import type { OtlpLogRecord } from "./otlp-log-record.ts";
import type { Attributes } from "./otlp-span.ts";
import { readAttributesField, readJsonValue } from "./read-json-attributes.ts";
import { MAX_ATTRIBUTES } from "./span-limits.ts";
import { SEVERITIES, toMs, toSeverity } from "./span-numbers.ts";

/** Reads one log record, in either spelling like a span; whether it is valid is for its form to say. */
export function readJsonLogRecord(fields: JsonFields, object: JsonObject, resource: Attributes): OtlpLogRecord {
  const { guard } = fields;
  const record = createLogRecord(resource);
  let observedAt = 0;
  for (const key in object) {
    const value = object[key];
    if (value === null) continue;
    switch (key) {
      case "timeUnixNano":
      case "time_unix_nano":
        record.timestamp = toMs(fields.unsigned(value, "timeUnixNano"));
        break;
      case "observedTimeUnixNano":
      case "observed_time_unix_nano":
        observedAt = toMs(fields.unsigned(value, "observedTimeUnixNano"));
        break;
      case "severityNumber":
      case "severity_number":
        record.severity = toSeverity(fields.enumNumber(value, "severityNumber", SEVERITIES));
        break;
      case "severityText":
      case "severity_text":
        record.severityText = guard.takeName(fields.text(value, "severityText"));
        break;
      case "eventName":
      case "event_name":
        record.name = guard.takeName(fields.text(value, "eventName"));
        break;
      case "body":
        record.body = readJsonValue(fields, value, 1);
        break;
      case "traceId":
      case "trace_id":
        record.traceId = fields.hex(value, 16) ?? "";
        break;
      case "spanId":
      case "span_id":
        record.spanId = fields.hex(value, 8) ?? "";
        break;
      default:
        readAttributesField(fields, key, value, record.attributes, MAX_ATTRIBUTES);
    }
  }
  if (record.timestamp === 0) record.timestamp = observedAt;
  return record;
}
