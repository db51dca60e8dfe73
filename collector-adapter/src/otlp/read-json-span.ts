import { createSpan } from "./create-span.ts";
import type { JsonFields, JsonObject } from "./json-fields.ts";
import type { Attributes, OtlpSpan } from "./otlp-span.ts";
import { readJsonAttributes } from "./read-json-attributes.ts";
import { isSpanId, isTraceId } from "./span-id.ts";
import { MAX_ATTRIBUTES, MAX_EVENT_ATTRIBUTES, MAX_EVENTS, MAX_LINKS } from "./span-limits.ts";
import { toEndedAt, toMs, toSpanKind, toStatusCode } from "./span-numbers.ts";

/** Reads one span; whether it is valid is for the collector to say. */
export function readJsonSpan(fields: JsonFields, object: JsonObject, resource: Attributes): OtlpSpan {
  const { guard } = fields;
  const span = createSpan(resource);
  span.traceId = fields.hex(object["traceId"], 16) ?? "";
  span.spanId = fields.hex(object["spanId"], 8) ?? "";
  span.parentSpanId = fields.hex(object["parentSpanId"], 8);
  if (span.parentSpanId === undefined) guard.reject("parentSpanId must be 8 bytes or empty.");
  span.traceState = guard.takeName(fields.text(object["traceState"], "traceState"));
  span.flags = fields.unsigned(object["flags"], "flags");
  span.name = guard.takeName(fields.text(object["name"], "name"));
  span.kind = toSpanKind(fields.enumNumber(object["kind"], "kind"));
  span.startedAt = toMs(fields.unsigned(object["startTimeUnixNano"], "startTimeUnixNano"));
  span.endedAt = toEndedAt(fields.unsigned(object["endTimeUnixNano"], "endTimeUnixNano"));
  readJsonAttributes(fields, object["attributes"], span.attributes, MAX_ATTRIBUTES);
  guard.addDropped("attributes", fields.unsigned(object["droppedAttributesCount"], "droppedAttributesCount"));
  for (const event of fields.list(object["events"], "events")) {
    if (guard.takeOne("events", span.events.length, MAX_EVENTS)) readEvent(fields, event, span);
  }
  guard.addDropped("events", fields.unsigned(object["droppedEventsCount"], "droppedEventsCount"));
  for (const link of fields.list(object["links"], "links")) {
    if (guard.takeOne("links", span.links.length, MAX_LINKS)) readLink(fields, link, span);
  }
  guard.addDropped("links", fields.unsigned(object["droppedLinksCount"], "droppedLinksCount"));
  const status = fields.object(object["status"], "status");
  if (status !== undefined) {
    span.statusCode = toStatusCode(fields.enumNumber(status["code"], "status.code"));
    span.statusMessage = guard.takeText(fields.text(status["message"], "status.message"));
  }
  return span;
}

function readEvent(fields: JsonFields, value: unknown, span: OtlpSpan): void {
  const object = fields.object(value, "event");
  if (object === undefined) return;
  const attributes: Attributes = {};
  const timestamp = toMs(fields.unsigned(object["timeUnixNano"], "event.timeUnixNano"));
  const name = fields.guard.takeName(fields.text(object["name"], "event.name"));
  readAttributesOf(fields, object, attributes);
  span.events.push({ name, timestamp, attributes });
}

function readLink(fields: JsonFields, value: unknown, span: OtlpSpan): void {
  const object = fields.object(value, "link");
  if (object === undefined) return;
  const attributes: Attributes = {};
  const traceId = fields.hex(object["traceId"], 16) ?? "";
  const spanId = fields.hex(object["spanId"], 8) ?? "";
  readAttributesOf(fields, object, attributes);
  // A link to nowhere says nothing; the span itself is worth keeping.
  if (isTraceId(traceId) && isSpanId(spanId)) span.links.push({ traceId, spanId, attributes });
  else fields.guard.addDropped("links", 1);
}

function readAttributesOf(fields: JsonFields, object: JsonObject, attributes: Attributes): void {
  readJsonAttributes(fields, object["attributes"], attributes, MAX_EVENT_ATTRIBUTES);
  fields.guard.addDropped("attributes", fields.unsigned(object["droppedAttributesCount"], "droppedAttributesCount"));
}
