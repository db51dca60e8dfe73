import type { SpanKind } from "@runline/contract";
import type { OtlpSpan } from "../../otlp/otlp-span.ts";
import type { FactRule } from "./fact-rule.ts";

export type ConventionName =
  | "runline"
  | "logfire"
  | "langfuse"
  | "openinference"
  | "gen_ai"
  | "traceloop"
  | "vercel_ai"
  | "mlflow"
  | "langsmith";

/** How one family of instrumentations writes an agent's work into spans. */
export interface Convention {
  readonly name: ConventionName;
  /** What the span is, or `undefined` when this convention does not say: the next one is asked. */
  kindOf(span: OtlpSpan): SpanKind | undefined;
  /** Where its facts stand. They are read on the spans of every convention: many instrumentations mix two. */
  readonly facts: readonly FactRule[];
  /** Where the convention has no attribute for an agent's name: the name, when the span is an agent's. */
  agentNameOf?(span: OtlpSpan): string | undefined;
}
