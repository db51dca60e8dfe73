import type { SpanKind } from "@runline/contract";
import type { OtlpLogRecord } from "../../otlp/otlp-log-record.ts";
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
  /** By what its spans are told from others, for a table; absent where that is nothing of its own. */
  readonly mark?: string;
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
  /**
   * Where the convention sends a span in place of another one, such as a notice that one has started, or has words of its own for what
   * others write as events: the span that is meant. Without an end it is a snapshot, which its final span replaces.
   */
  meantBy?(span: OtlpSpan): OtlpSpan | undefined;
  /**
   * Where the convention writes log records in place of spans: the spans that a record stands for, none when the record says
   * nothing that is kept, `undefined` when it is not one of the convention. The record need not name a trace. The same record gives the
   * same spans: ids that it does not have are made of what it does have (`made-ids.ts`). Of a start and its end, the start is a
   * span without an end, and the end one with the same ids and the same start. `refuse` hears why something that the record holds
   * cannot be taken: the record is then kept as one like any other, beside the spans that could be.
   */
  spansOf?(record: OtlpLogRecord, refuse: (reason: string) => void): readonly OtlpSpan[] | undefined;
}
