import type { ItemCollector } from "./item-collector.ts";
import type { Attributes } from "./otlp-span.ts";
import { ProtobufReader } from "./protobuf-reader.ts";
import { readProtobufAttribute } from "./read-protobuf-attributes.ts";
import type { SignalForm, SignalItem } from "./signal-form.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_ATTRIBUTES, MAX_NAME_LENGTH } from "./span-limits.ts";
import type { UnreadContent } from "./unread-content.ts";

/** What a request is read with. */
interface Reading<Item extends SignalItem> {
  reader: ProtobufReader;
  guard: SpanGuard;
  form: SignalForm<Item>;
  collector: ItemCollector<Item>;
}

/** What it takes to tell of a field that is not read. */
interface UnreadReading {
  reader: ProtobufReader;
  collector: { readonly unread: UnreadContent };
}

/**
 * Reads a request of a signal. Tags are `field << 3 | wire type`, with the field beside them; a known field with
 * another wire type is skipped like an unknown one. None of the fields read is a repeated number, so none can be packed.
 * A message field that comes twice is merged, as protobuf asks for.
 */
export function decodeProtobuf<Item extends SignalItem>(
  body: Uint8Array,
  form: SignalForm<Item>,
  collector: ItemCollector<Item>,
  guard: SpanGuard,
): void {
  const reader = new ProtobufReader(body);
  const reading = { reader, guard, form, collector };
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x0a) readResourceItems(reading);
    else skipUnread(reading, tag);
  }
}

/** Reads what all items share first, wherever it stands, so that each item is whole when it is handed on. */
function readResourceItems<Item extends SignalItem>(reading: Reading<Item>): void {
  const { reader, guard } = reading;
  const outerEnd = reader.enter();
  const start = reader.mark();
  const resource: Attributes = {};
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 resource
        readResource(reader, guard, resource);
        break;
      case 0x12: // 2 scope_spans, scope_logs
      case 0x1a: // 3 schema_url
        reader.skip(tag);
        break;
      default:
        skipUnread(reading, tag);
    }
  }
  reader.rewind(start);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x12) readScopeItems(reading, resource);
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

function readScopeItems<Item extends SignalItem>(reading: Reading<Item>, resource: Attributes): void {
  const { reader, guard, form, collector } = reading;
  const outerEnd = reader.enter();
  const start = reader.mark();
  const scope = { name: "", version: "" };
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 scope
        readScope(reader, guard, scope);
        break;
      case 0x12: // 2 spans, log_records
      case 0x1a: // 3 schema_url
        reader.skip(tag);
        break;
      default:
        skipUnread(reading, tag);
    }
  }
  reader.rewind(start);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x12 && collector.takeItem()) {
      guard.begin();
      const item = form.readProtobuf(reader, guard, resource);
      item.scopeName = scope.name;
      item.scopeVersion = scope.version;
      collector.add(item, guard);
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

function skipUnread({ reader, collector }: UnreadReading, tag: number): void {
  collector.unread.addTag(tag);
  reader.skip(tag);
}
