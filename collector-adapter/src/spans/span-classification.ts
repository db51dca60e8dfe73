import type { SpanKind } from "@runline/contract";
import type { SpanContent } from "./content/read-content.ts";
import type { SpanFacts } from "./span-facts.ts";

/** What a span is, which facts it states, and what went in and out. */
export interface SpanClassification {
  /** What its row stands for, judged by the span alone. */
  kind: SpanKind;
  facts: SpanFacts;
  content: SpanContent;
}
