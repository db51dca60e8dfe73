import type { FoldResult } from "../fold/fold-result.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import { parseFacts, type SpanSet } from "./span-set.ts";

/** What spans make as a whole. */
export type FoldedFacts = Omit<FoldResult, "marks">;

/** What the spans of a fold make as a whole. */
export interface FoldedSet extends FoldedFacts {
  /** How many spans there are, those included that are too many to be folded. */
  spans: number;
}

/** Folds spans whose facts are JSON. */
export function foldFacts(facts: readonly string[]): FoldResult {
  return foldSpans(facts.map(parseFacts));
}

/** Folds the spans of a fold, and says what each of them is, in their order. */
export function foldSet(set: SpanSet): FoldedSet & FoldResult {
  return { ...foldFacts(listFacts(set)), spans: countSpans(set) };
}

/** The facts of all spans, in their order. */
export function listFacts({ spans }: SpanSet): string[] {
  return Array.from(spans.values(), ({ facts }) => facts);
}

/** How many spans there are, those included that are too many to be folded. */
export function countSpans({ spans, omitted }: SpanSet): number {
  return spans.size + omitted;
}
