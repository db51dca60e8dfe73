import { createLogRecord } from "./create-log-record.ts";
import type { OtlpLogRecord } from "./otlp-log-record.ts";
import type { Attributes } from "./otlp-span.ts";
import type { ProtobufReader } from "./protobuf-reader.ts";
import { readProtobufAttribute, readProtobufValue } from "./read-protobuf-attributes.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_ATTRIBUTES, MAX_NAME_LENGTH } from "./span-limits.ts";
import { toMs, toSeverity } from "./span-numbers.ts";

/** Reads one LogRecord; whether it is valid is for its form to say. The reader stands before its length. */
export function readProtobufLogRecord(reader: ProtobufReader, guard: SpanGuard, resource: Attributes): OtlpLogRecord {
  const outerEnd = reader.enter();
  const record = createLogRecord(resource);
  let observedAt = 0;
  let attributeCount = 0;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x09: // 1 time_unix_nano
        record.timestamp = toMs(reader.fixed64());
        break;
      case 0x10: // 2 severity_number
        record.severity = toSeverity(reader.varint());
        break;
      case 0x1a: // 3 severity_text
        record.severityText = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x2a: // 5 body
        record.body = readProtobufValue(reader, guard, tag, 1);
        break;
      case 0x32: // 6 attributes
        if (guard.takeOne("attributes", attributeCount, MAX_ATTRIBUTES))
          readProtobufAttribute(reader, guard, record.attributes);
        else reader.skip(tag);
        attributeCount += 1;
        break;
      case 0x38: // 7 dropped_attributes_count
        guard.addDropped("attributes", reader.varint());
        break;
      case 0x4a: // 9 trace_id
        record.traceId = reader.hex(16) ?? "";
        break;
      case 0x52: // 10 span_id
        record.spanId = reader.hex(8) ?? "";
        break;
      case 0x59: // 11 observed_time_unix_nano
        observedAt = toMs(reader.fixed64());
        break;
      case 0x62: // 12 event_name
        record.name = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  if (record.timestamp === 0) record.timestamp = observedAt;
  return record;
}
