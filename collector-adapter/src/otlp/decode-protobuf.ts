import type { Attributes } from "./otlp-span.ts";
import { ProtobufReader } from "./protobuf-reader.ts";
import { readProtobufAttribute } from "./read-protobuf-attributes.ts";
import { readProtobufSpan } from "./read-protobuf-span.ts";
import type { SpanCollector } from "./span-collector.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_ATTRIBUTES, MAX_NAME_LENGTH } from "./span-limits.ts";

/**
 * Reads an ExportTraceServiceRequest. Tags are `field << 3 | wire type`, with the field beside them; a known field with
 * another wire type is skipped like an unknown one. None of the fields read is a repeated number, so none can be packed.
 * A message field that comes twice is merged, as protobuf asks for.
 */
export function decodeProtobuf(body: Uint8Array, collector: SpanCollector, guard: SpanGuard): void {
  const reader = new ProtobufReader(body);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x0a) readResourceSpans(reader, guard, collector);
    else skipUnread(reader, tag, collector);
  }
}

/** Reads what all spans share first, wherever it stands, so that each span is whole when it is handed on. */
function readResourceSpans(reader: ProtobufReader, guard: SpanGuard, collector: SpanCollector): void {
  const outerEnd = reader.enter();
  const start = reader.mark();
  const resource: Attributes = {};
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 resource
        readResource(reader, guard, resource);
        break;
      case 0x12: // 2 scope_spans
      case 0x1a: // 3 schema_url
        reader.skip(tag);
        break;
      default:
        skipUnread(reader, tag, collector);
    }
  }
  reader.rewind(start);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x12) readScopeSpans(reader, guard, resource, collector);
    else reader.skip(tag);
  }
  reader.leave(outerEnd);
}

function readResource(reader: ProtobufReader, guard: SpanGuard, resource: Attributes): void {
  guard.begin();
  const outerEnd = reader.enter();
  let count = 0;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 attributes
        if (guard.takeOne("attributes", count, MAX_ATTRIBUTES)) readProtobufAttribute(reader, guard, resource);
        else reader.skip(tag);
        count += 1;
        break;
      case 0x10: // 2 dropped_attributes_count
        guard.addDropped("attributes", reader.varint());
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  guard.mark(resource);
}

function readScopeSpans(
  reader: ProtobufReader,
  guard: SpanGuard,
  resource: Attributes,
  collector: SpanCollector,
): void {
  const outerEnd = reader.enter();
  const start = reader.mark();
  const scope = { name: "", version: "" };
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 scope
        readScope(reader, guard, scope);
        break;
      case 0x12: // 2 spans
      case 0x1a: // 3 schema_url
        reader.skip(tag);
        break;
      default:
        skipUnread(reader, tag, collector);
    }
  }
  reader.rewind(start);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x12 && collector.takeSpan()) {
      guard.begin();
      const span = readProtobufSpan(reader, guard, resource);
      span.scopeName = scope.name;
      span.scopeVersion = scope.version;
      collector.add(span, guard);
    } else reader.skip(tag);
  }
  reader.leave(outerEnd);
}

function readScope(reader: ProtobufReader, guard: SpanGuard, scope: { name: string; version: string }): void {
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 name
        scope.name = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x12: // 2 version
        scope.version = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
}

function skipUnread(reader: ProtobufReader, tag: number, collector: SpanCollector): void {
  collector.unread.addTag(tag);
  reader.skip(tag);
}
