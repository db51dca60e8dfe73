import type { Attributes, SpanKind } from "@opentelemetry/api";

/** How a span of one kind looks when it starts. */
export interface StepSpec {
  name: string;
  kind: SpanKind;
  attributes: Attributes;
}

/** How a span of one kind looks when it ends: what to add, and the error it amounts to, if any. */
export interface StepEnd {
  attributes: Attributes;
  error?: unknown;
}
