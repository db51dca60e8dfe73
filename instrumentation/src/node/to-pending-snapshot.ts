import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { ATTR_SPAN_PENDING } from "@runline/contract";

/** A span as it is now, with the ids it will end with, no end, and the mark that it is only a snapshot. */
export function toPendingSnapshot(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: [0, 0],
    duration: [0, 0],
    ended: false,
    status: span.status,
    attributes: { ...span.attributes, [ATTR_SPAN_PENDING]: true },
    links: [...span.links],
    events: [...span.events],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
