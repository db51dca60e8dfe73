import { createSpan } from "./create-span.ts";
import type { JsonFields, JsonObject } from "./json-fields.ts";
import type { Attributes, OtlpSpan, OtlpSpanEvent, OtlpSpanLink } from "./otlp-span.ts";
import { readAttributesField } from "./read-json-attributes.ts";
import { isSpanId, isTraceId } from "./span-id.ts";
import { MAX_ATTRIBUTES, MAX_EVENT_ATTRIBUTES, MAX_EVENTS, MAX_LINKS } from "./span-limits.ts";
import { SPAN_KINDS, STATUS_CODES, toEndedAt, toMs, toSpanKind, toStatusCode } from "./span-numbers.ts";

const STATUS_ERROR = 2;

/**
 * Reads one span; whether it is valid is for the collector to say. Names may be spelled `traceId` or `trace_id`, as every
 * reader of protobuf's JSON mapping takes them. Of a field that comes in both spellings the later one stays, and lists
 * are joined: what protobuf does with a field that comes twice.
 */
export function readJsonSpan(fields: JsonFields, object: JsonObject, resource: Attributes): OtlpSpan {
  const { guard } = fields;
  const span = createSpan(resource);
  for (const key in object) {
    const value = object[key];
    if (value === null) continue;
    switch (key) {
      case "traceId":
      case "trace_id":
        span.traceId = fields.hex(value, 16) ?? "";
        break;
      case "spanId":
      case "span_id":
        span.spanId = fields.hex(value, 8) ?? "";
        break;
      case "parentSpanId":
      case "parent_span_id":
        span.parentSpanId = fields.hex(value, 8);
        if (span.parentSpanId === undefined) guard.reject("parentSpanId must be 8 bytes or empty.");
        break;
      case "traceState":
      case "trace_state":
        span.traceState = guard.takeName(fields.text(value, "traceState"));
        break;
      case "flags":
        span.flags = fields.unsigned(value, "flags");
        break;
      case "name":
        span.name = guard.takeName(fields.text(value, "name"));
        break;
      case "kind":
        span.kind = toSpanKind(fields.enumNumber(value, "kind", SPAN_KINDS));
        break;
      case "startTimeUnixNano":
      case "start_time_unix_nano":
        span.startedAt = toMs(fields.unsigned(value, "startTimeUnixNano"));
        break;
      case "endTimeUnixNano":
      case "end_time_unix_nano":
        span.endedAt = toEndedAt(fields.unsigned(value, "endTimeUnixNano"));
        break;
      case "events":
        for (const event of fields.list(value, "events")) {
          if (guard.takeOne("events", span.events.length, MAX_EVENTS)) readEvent(fields, event, span);
        }
        break;
      case "droppedEventsCount":
      case "dropped_events_count":
        guard.addDropped("events", fields.unsigned(value, "droppedEventsCount"));
        break;
      case "links":
        for (const link of fields.list(value, "links")) {
          if (guard.takeOne("links", span.links.length, MAX_LINKS)) readLink(fields, link, span);
        }
        break;
      case "droppedLinksCount":
      case "dropped_links_count":
        guard.addDropped("links", fields.unsigned(value, "droppedLinksCount"));
        break;
      case "status":
        readStatus(fields, value, span);
        break;
      default:
        readAttributesField(fields, key, value, span.attributes, MAX_ATTRIBUTES);
    }
  }
  return span;
}

function readEvent(fields: JsonFields, eventValue: unknown, span: OtlpSpan): void {
  const object = fields.item(eventValue, "event");
  if (object === undefined) return;
  const event: OtlpSpanEvent = { name: "", timestamp: 0, attributes: {} };
  for (const key in object) {
    const value = object[key];
    if (value === null) continue;
    switch (key) {
      case "timeUnixNano":
      case "time_unix_nano":
        event.timestamp = toMs(fields.unsigned(value, "event.timeUnixNano"));
        break;
      case "name":
        event.name = fields.guard.takeName(fields.text(value, "event.name"));
        break;
      default:
        readAttributesField(fields, key, value, event.attributes, MAX_EVENT_ATTRIBUTES);
    }
  }
  span.events.push(event);
}

function readLink(fields: JsonFields, linkValue: unknown, span: OtlpSpan): void {
  const object = fields.item(linkValue, "link");
  if (object === undefined) return;
  const link: OtlpSpanLink = { traceId: "", spanId: "", attributes: {} };
  for (const key in object) {
    const value = object[key];
    if (value === null) continue;
    switch (key) {
      case "traceId":
      case "trace_id":
        link.traceId = fields.hex(value, 16) ?? "";
        break;
      case "spanId":
      case "span_id":
        link.spanId = fields.hex(value, 8) ?? "";
        break;
      default:
        readAttributesField(fields, key, value, link.attributes, MAX_EVENT_ATTRIBUTES);
    }
  }
  // A link to nowhere says nothing; the span itself is worth keeping.
  if (isTraceId(link.traceId) && isSpanId(link.spanId)) span.links.push(link);
  else fields.guard.addDropped("links", 1);
}

function readStatus(fields: JsonFields, value: unknown, span: OtlpSpan): void {
  const object = fields.object(value, "status");
  if (object === undefined) return;
  const { code, message } = object;
  span.statusCode = toStatusCode(fields.enumNumber(code, "status.code", STATUS_CODES));
  span.statusMessage = fields.guard.takeText(fields.text(message, "status.message"));
  if (Object.keys(object).length > 0) fields.statuses += 1;
  if (message === undefined ? span.statusCode === STATUS_ERROR : code === undefined) fields.hasHalfStatus = true;
}
