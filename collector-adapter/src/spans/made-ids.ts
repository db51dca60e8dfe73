import { hash } from "node:crypto";
import type { AttributeValue } from "../otlp/otlp-span.ts";

/** The id of a span that has none of its own, made of what names it: the same parts always give the same id. 16 hex digits. */
export function makeSpanId(...parts: readonly AttributeValue[]): string {
  return makeTraceId(...parts).slice(0, 16);
}

/** The same for a trace. 32 hex digits. @example makeTraceId("codex", conversationId, turn) */
export function makeTraceId(...parts: readonly AttributeValue[]): string {
  return hash("sha1", JSON.stringify(parts)).slice(0, 32);
}
