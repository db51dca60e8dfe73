import { createSpan } from "../../src/otlp/create-span.ts";
import type { Attributes, OtlpSpan } from "../../src/otlp/otlp-span.ts";
import { classifySpan } from "../../src/spans/classify-span.ts";

/** What is said of a span with these attributes, which has a parent and the name `step` where the changes say nothing else. */
export function classify(attributes: Attributes, changes: Partial<OtlpSpan> = {}) {
  return classifySpan({ ...createSpan({}), parentSpanId: "00f067aa0ba902b7", name: "step", ...changes, attributes });
}
