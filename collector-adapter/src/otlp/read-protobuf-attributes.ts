import { defineAttribute } from "./define-attribute.ts";
import type { Attributes, AttributeValue } from "./otlp-span.ts";
import type { ProtobufReader } from "./protobuf-reader.ts";
import type { SpanGuard } from "./span-guard.ts";
import { MAX_NAME_LENGTH } from "./span-limits.ts";
import { toDoubleValue } from "./span-numbers.ts";

/**
 * Reads one KeyValue into `attributes`; of two with the same key the later one stays. The reader stands before its
 * length.
 */
export function readProtobufAttribute(
  reader: ProtobufReader,
  guard: SpanGuard,
  attributes: Attributes,
  depth = 1,
): void {
  const outerEnd = reader.enter();
  let key = "";
  let value: AttributeValue | undefined = null;
  while (reader.hasMore()) {
    const tag = reader.varint();
    switch (tag) {
      case 0x0a: // 1 key
        key = guard.takeName(reader.name(MAX_NAME_LENGTH));
        break;
      case 0x12: // 2 value
        value = readProtobufValue(reader, guard, tag, depth);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  if (value !== undefined) defineAttribute(attributes, key, value);
}

/** Reads an AnyValue; `undefined` when the value is left out. Of several in the oneof the last stays, which no encoder writes. */
export function readProtobufValue(
  reader: ProtobufReader,
  guard: SpanGuard,
  tag: number,
  depth: number,
): AttributeValue | undefined {
  if (!guard.takeValue(depth)) {
    reader.skip(tag);
    return undefined;
  }
  const outerEnd = reader.enter();
  let value: AttributeValue | undefined = null;
  while (reader.hasMore()) {
    const field = reader.varint();
    switch (field) {
      case 0x0a: // 1 string_value
        value = guard.takeText(reader.text(guard.textLimit));
        break;
      case 0x10: // 2 bool_value
        value = reader.varint() !== 0;
        break;
      case 0x18: // 3 int_value
        value = reader.int64();
        break;
      case 0x21: // 4 double_value
        value = toDoubleValue(reader.double());
        break;
      case 0x2a: // 5 array_value
        value = readList(reader, guard, depth + 1);
        break;
      case 0x32: // 6 kvlist_value
        value = readMap(reader, guard, depth + 1);
        break;
      case 0x3a: // 7 bytes_value
        value = takeBytes(reader, guard);
        break;
      default:
        reader.skip(field);
    }
  }
  reader.leave(outerEnd);
  return value;
}

function readList(reader: ProtobufReader, guard: SpanGuard, depth: number): AttributeValue[] {
  const outerEnd = reader.enter();
  const list: AttributeValue[] = [];
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x0a) {
      const value = readProtobufValue(reader, guard, tag, depth);
      if (value !== undefined) list.push(value);
    } else reader.skip(tag);
  }
  reader.leave(outerEnd);
  return list;
}

function readMap(reader: ProtobufReader, guard: SpanGuard, depth: number): Attributes {
  const outerEnd = reader.enter();
  const map: Attributes = {};
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === 0x0a) readProtobufAttribute(reader, guard, map, depth);
    else reader.skip(tag);
  }
  reader.leave(outerEnd);
  return map;
}

/** Base64 cannot be shortened and still be read: bytes that are too many are left out. */
function takeBytes(reader: ProtobufReader, guard: SpanGuard): string | undefined {
  const text = reader.base64(guard.textLimit);
  if (text !== undefined) return guard.takeText(text);
  guard.cutValue();
  return undefined;
}
