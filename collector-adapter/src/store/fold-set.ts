import type { FoldResult, SpanMark } from "../fold/fold-result.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import { parseFacts, type SpanSet } from "./span-set.ts";

/** What the spans of a fold make as a whole. */
export interface FoldedSet extends Omit<FoldResult, "marks"> {
  /** How many spans there are, those included that are too many to be folded. */
  spans: number;
}

/** Folds spans, and says what each of them is, in their order. */
export function foldSet(set: SpanSet): FoldedSet & { marks: SpanMark[] } {
  const facts = Array.from(set.spans.values(), (span) => parseFacts(span.facts));
  return { ...foldSpans(facts), spans: set.spans.size + set.omitted };
}
