import { defineAttribute } from "./define-attribute.ts";
import type { JsonFields, JsonObject } from "./json-fields.ts";
import type { Attributes, AttributeValue } from "./otlp-span.ts";
import { toDoubleValue } from "./span-numbers.ts";

const INTEGER = /^-?\d{1,19}$/;
const BASE64 = /^[\w+/-]*={0,2}$/;

/**
 * Reads a field of a message that has attributes, when `key` is one of the two that all of these messages have. Of two
 * attributes with the same key the later one stays.
 */
export function readAttributesField(
  fields: JsonFields,
  key: string,
  value: unknown,
  attributes: Attributes,
  limit: number,
): void {
  switch (key) {
    case "attributes":
      readAttributes(fields, value, attributes, limit);
      break;
    case "droppedAttributesCount":
    case "dropped_attributes_count":
      fields.guard.addDropped("attributes", fields.unsigned(value, "droppedAttributesCount"));
      break;
  }
}

function readAttributes(fields: JsonFields, list: unknown, attributes: Attributes, limit: number): void {
  let count = 0;
  for (const keyValue of fields.list(list, "attributes")) {
    if (fields.guard.takeOne("attributes", count, limit)) readAttribute(fields, keyValue, attributes, 1);
    count += 1;
  }
}

function readAttribute(fields: JsonFields, keyValue: unknown, attributes: Attributes, depth: number): void {
  const object = fields.item(keyValue, "attribute");
  if (object === undefined) return;
  const key = fields.guard.takeName(fields.text(object["key"], "key"));
  const value = readJsonValue(fields, object["value"], depth);
  if (value !== undefined) defineAttribute(attributes, key, value);
}

/** Reads an AnyValue; `undefined` when the value is left out. */
export function readJsonValue(fields: JsonFields, anyValue: unknown, depth: number): AttributeValue | undefined {
  const { guard } = fields;
  if (!guard.takeValue(depth)) return undefined;
  const object = fields.object(anyValue, "value");
  if (object === undefined) return null;
  let value: AttributeValue | undefined = null;
  // One of several is what protobuf allows; the last stays, as in the protobuf reader.
  for (const key in object) {
    const field = object[key];
    // The JavaScript exporter writes NaN and the infinities as `"doubleValue": null`: that value is null too.
    if (field === null) continue;
    switch (key) {
      case "stringValue":
      case "string_value":
        value = guard.takeText(fields.text(field, "stringValue"));
        break;
      case "boolValue":
      case "bool_value":
        value = toBool(fields, field);
        break;
      case "intValue":
      case "int_value":
        value = toInt(fields, field);
        break;
      case "doubleValue":
      case "double_value":
        value = toDouble(fields, field);
        break;
      case "arrayValue":
      case "array_value":
        value = readList(fields, field, depth + 1);
        break;
      case "kvlistValue":
      case "kvlist_value":
        value = readMap(fields, field, depth + 1);
        break;
      case "bytesValue":
      case "bytes_value":
        value = toBytes(fields, field);
        break;
    }
  }
  return value;
}

function readList(fields: JsonFields, arrayValue: unknown, depth: number): AttributeValue[] {
  const list: AttributeValue[] = [];
  for (const anyValue of readValues(fields, arrayValue, "arrayValue")) {
    const value = readJsonValue(fields, anyValue, depth);
    if (value !== undefined) list.push(value);
  }
  return list;
}

function readMap(fields: JsonFields, kvlistValue: unknown, depth: number): Attributes {
  const map: Attributes = {};
  for (const keyValue of readValues(fields, kvlistValue, "kvlistValue")) readAttribute(fields, keyValue, map, depth);
  return map;
}

function readValues(fields: JsonFields, value: unknown, field: string): readonly unknown[] {
  const object: JsonObject | undefined = fields.object(value, field);
  return object === undefined ? [] : fields.list(object["values"], `${field}.values`);
}

function toBool(fields: JsonFields, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  fields.guard.reject("boolValue must be true or false.");
  return false;
}

function toInt(fields: JsonFields, value: unknown): number | string {
  const isInteger = typeof value === "string" ? INTEGER.test(value) : Number.isInteger(value);
  const number = Number(value);
  // `+ 0` turns the −0 that "-0" is read as into 0.
  if (isInteger && Number.isSafeInteger(number)) return number + 0;
  if (isInteger && (typeof value === "string" || typeof value === "number")) {
    const exact = BigInt(value);
    if (BigInt.asIntN(64, exact) === exact) return exact.toString();
  }
  fields.guard.reject("intValue must be an integer of 64 bits.");
  return 0;
}

function toDouble(fields: JsonFields, value: unknown): number | string {
  if (typeof value === "number") return toDoubleValue(value);
  // Strings are for "NaN", "Infinity" and "-Infinity", but protobuf's JSON mapping allows any number in one.
  if (value === "NaN") return value;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  if (!Number.isNaN(number)) return toDoubleValue(number);
  fields.guard.reject("doubleValue must be a number.");
  return 0;
}

/** Base64 cannot be shortened and still be read: bytes that are too many are left out. */
function toBytes(fields: JsonFields, value: unknown): string | undefined {
  const { guard } = fields;
  if (typeof value !== "string" || !BASE64.test(value)) {
    guard.reject("bytesValue must be base64.");
    return "";
  }
  const text = Buffer.from(value, "base64").toString("base64");
  if (text.length <= guard.textLimit) return guard.takeText(text);
  guard.cutValue();
  return undefined;
}
