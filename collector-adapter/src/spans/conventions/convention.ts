import type { SpanKind } from "@runline/contract";
import type { Attributes, OtlpSpan } from "../../otlp/otlp-span.ts";
import type { ContentRule, FactRule } from "./fact-rule.ts";

/**
 * What a span is. A `chain` is a step that the framework marks like the whole, so that the span alone does not tell which of the two
 * the step is.
 */
export type SpanWord = SpanKind | "chain";

/** Rules for the spans of one convention alone. */
export interface OwnRules {
  readonly facts: readonly FactRule[];
  readonly content: readonly ContentRule[];
}

/** How one family of instrumentations writes an agent's work into spans. */
export interface Convention {
  readonly name: string;
  /** What the span is, or `undefined` when this convention does not say: the next one is asked. */
  kindOf(span: OtlpSpan): SpanWord | undefined;
  /** Where its facts stand. They are read on the spans of every convention: many instrumentations mix two. */
  readonly facts: readonly FactRule[];
  /** Where its content stands, read on the spans of every convention as well. */
  readonly content: readonly ContentRule[];
  /** What stands under names too plain for other spans: read first, and only where this convention said the kind. */
  own?(span: OtlpSpan): OwnRules | undefined;
  /** Where the convention writes into events what others write on the span: the attributes of all. Read with its own rules only. */
  attributesOf?(span: OtlpSpan): Attributes;
  /** Where the convention has no attribute for an agent's name: the name, when the span is an agent's. */
  agentNameOf?(span: OtlpSpan): string | undefined;
  /** The same for the name of a tool; without this the tool is called like the span. */
  toolNameOf?(span: OtlpSpan): string | undefined;
}
