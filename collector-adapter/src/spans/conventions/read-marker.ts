import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";

/** The attribute as text, or `undefined` when it is missing or something else. */
export function readMarker(span: OtlpSpan, attribute: string): string | undefined {
  const value = span.attributes[attribute];
  return typeof value === "string" ? value : undefined;
}

/**
 * Frameworks mark their inner steps like the whole ("chain", "span"): the one without a parent is the run, the others are
 * shown and not counted.
 */
export function toChainKind(span: OtlpSpan): SpanKind {
  return span.parentSpanId === undefined ? "run" : "infrastructure";
}
