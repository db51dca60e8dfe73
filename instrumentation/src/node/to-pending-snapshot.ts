import type { ReadableSpan } from "../opentelemetry-sdk.ts";
import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_SPAN_PENDING,
} from "@runline/contract";

/** Captured content comes with the end: up to 16 KB each would be sent again at every heartbeat. */
const CONTENT = new Set<string>([
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
]);

/** A span as it is now, with the ids it will end with, no end, no content, and the mark that it is only a snapshot. */
export function toPendingSnapshot(span: ReadableSpan): ReadableSpan {
  const attributes = Object.entries(span.attributes).filter(([name]) => !CONTENT.has(name));
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
    attributes: { ...Object.fromEntries(attributes), [ATTR_SPAN_PENDING]: true },
    links: [...span.links],
    events: [...span.events],
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
