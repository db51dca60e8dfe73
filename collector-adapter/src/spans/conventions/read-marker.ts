import type { OtlpSpan } from "../../otlp/otlp-span.ts";

/** The attribute as text; empty when it is missing or something else. */
export function readMarker(span: OtlpSpan, attribute: string): string {
  const value = span.attributes[attribute];
  return typeof value === "string" ? value : "";
}
