import { trace } from "@opentelemetry/api";
import { parseTraceParent } from "../opentelemetry-sdk.ts";
import type { Context, SpanContext } from "@opentelemetry/api";
import { findCause, toParentContext } from "../run-scope.ts";
import { readString } from "./read.ts";

/** A W3C traceparent has 55 characters, and a later version may add some. */
const MAX_TRACEPARENT_CHARS = 256;

/**
 * The span that sent the message, for a run that nothing active has caused: whoever puts a message into a queue of his own can
 * write the W3C traceparent into `message.metadata.traceparent`.
 *
 * @returns `undefined` when there is none, it is invalid, or the run has a parent
 */
export function findMessageCause(active: Context, message: unknown): SpanContext | undefined {
  const traceparent = readString(message, "metadata", "traceparent");
  if (traceparent === undefined || traceparent.length > MAX_TRACEPARENT_CHARS) return undefined;
  const hasParent = trace.getSpan(toParentContext(active, undefined)) !== undefined && findCause(active) === undefined;
  return hasParent ? undefined : (parseTraceParent(traceparent) ?? undefined);
}
