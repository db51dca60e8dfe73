import { createSpan } from "./create-span.ts";
import type { Attributes, OtlpSpan, OtlpSpanEvent, OtlpSpanLink } from "./otlp-span.ts";
import type { ProtobufReader } from "./protobuf-reader.ts";
import { readProtobufAttribute } from "./read-protobuf-attributes.ts";
import type { SpanGuard } from "./span-guard.ts";
import { isSpanId, isTraceId } from "./span-id.ts";
import { MAX_ATTRIBUTES, MAX_EVENT_ATTRIBUTES, MAX_EVENTS, MAX_LINKS, MAX_NAME_LENGTH } from "./span-limits.ts";
import { toEndedAt, toMs, toSpanKind, toStatusCode } from "./span-numbers.ts";

/** Reads one Span; whether it is valid is for the collector to say. The reader stands before its length. */
export function readProtobufSpan(reader: ProtobufReader, guard: SpanGuard, resource: Attributes): OtlpSpan {
  const outerEnd = reader.enter();
  const span = createSpan(resource);
  let attributeCount = 0;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 trace_id
        span.traceId = reader.hex(16) ?? "";
        break;
      case 0x12: // 2 span_id
        span.spanId = reader.hex(8) ?? "";
        break;
      case 0x1a: // 3 trace_state
        span.traceState = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x22: // 4 parent_span_id
        span.parentSpanId = reader.hex(8);
        if (span.parentSpanId === undefined) guard.reject("parentSpanId must be 8 bytes or empty.");
        break;
      case 0x2a: // 5 name
        span.name = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x30: // 6 kind
        span.kind = toSpanKind(reader.varint());
        break;
      case 0x39: // 7 start_time_unix_nano
        span.startedAt = toMs(reader.fixed64());
        break;
      case 0x41: // 8 end_time_unix_nano
        span.endedAt = toEndedAt(reader.fixed64());
        break;
      case 0x4a: // 9 attributes
        if (guard.takeOne("attributes", attributeCount, MAX_ATTRIBUTES))
          readProtobufAttribute(reader, guard, span.attributes);
        else reader.skip(tag);
        attributeCount += 1;
        break;
      case 0x50: // 10 dropped_attributes_count
        guard.addDropped("attributes", reader.varint());
        break;
      case 0x5a: // 11 events
        if (guard.takeOne("events", span.events.length, MAX_EVENTS)) span.events.push(readEvent(reader, guard));
        else reader.skip(tag);
        break;
      case 0x60: // 12 dropped_events_count
        guard.addDropped("events", reader.varint());
        break;
      case 0x6a: // 13 links
        if (guard.takeOne("links", span.links.length, MAX_LINKS)) readLink(reader, guard, span.links);
        else reader.skip(tag);
        break;
      case 0x70: // 14 dropped_links_count
        guard.addDropped("links", reader.varint());
        break;
      case 0x7a: // 15 status
        readStatus(reader, guard, span);
        break;
      case 0x85: // 16 flags
        span.flags = reader.fixed32();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return span;
}

function readEvent(reader: ProtobufReader, guard: SpanGuard): OtlpSpanEvent {
  const outerEnd = reader.enter();
  const event: OtlpSpanEvent = { name: "", timestamp: 0, attributes: {} };
  let attributeCount = 0;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x09: // 1 time_unix_nano
        event.timestamp = toMs(reader.fixed64());
        break;
      case 0x12: // 2 name
        event.name = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x1a: // 3 attributes
        if (guard.takeOne("attributes", attributeCount, MAX_EVENT_ATTRIBUTES))
          readProtobufAttribute(reader, guard, event.attributes);
        else reader.skip(tag);
        attributeCount += 1;
        break;
      case 0x20: // 4 dropped_attributes_count
        guard.addDropped("attributes", reader.varint());
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return event;
}

function readLink(reader: ProtobufReader, guard: SpanGuard, links: OtlpSpanLink[]): void {
  const outerEnd = reader.enter();
  const link: OtlpSpanLink = { traceId: "", spanId: "", attributes: {} };
  let attributeCount = 0;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 trace_id
        link.traceId = reader.hex(16) ?? "";
        break;
      case 0x12: // 2 span_id
        link.spanId = reader.hex(8) ?? "";
        break;
      case 0x22: // 4 attributes
        if (guard.takeOne("attributes", attributeCount, MAX_EVENT_ATTRIBUTES))
          readProtobufAttribute(reader, guard, link.attributes);
        else reader.skip(tag);
        attributeCount += 1;
        break;
      case 0x28: // 5 dropped_attributes_count
        guard.addDropped("attributes", reader.varint());
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  // A link to nowhere says nothing; the span itself is worth keeping.
  if (isTraceId(link.traceId) && isSpanId(link.spanId)) links.push(link);
  else guard.addDropped("links", 1);
}

function readStatus(reader: ProtobufReader, guard: SpanGuard, span: OtlpSpan): void {
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x12: // 2 message
        span.statusMessage = guard.takeText(reader.text(guard.textLimit));
        break;
      case 0x18: // 3 code
        span.statusCode = toStatusCode(reader.varint());
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}
