import { foldEntries, type FoldEntry } from "../fold/fold-entries.ts";
import type { FoldResult } from "../fold/fold-result.ts";
import { parseFacts, type SpanSet } from "./span-set.ts";

/** What spans and their log records make as a whole. */
export interface FoldedFacts extends Omit<FoldResult, "marks"> {
  /** How many of them are log records. */
  logRecords: number;
}

/** What the spans of a fold make as a whole. */
export interface FoldedSet extends FoldedFacts {
  /** How many spans and log records there are, those included that are too many to be folded. */
  spans: number;
}

/** Folds spans and log records; the marks are in their order. */
export function foldAll(entries: readonly FoldEntry[]): FoldedFacts & FoldResult {
  const { runs, marks, trace, missingParents, logRecords } = foldEntries(entries);
  return { runs, marks, trace, missingParents, logRecords };
}

/** Folds the spans and log records of a fold, and says what each of them is, in their order. */
export function foldSet(set: SpanSet): FoldedSet & FoldResult {
  return { ...foldAll(listFacts(set).map(parseFacts)), spans: countSpans(set) };
}

/** The facts of all spans and log records, in their order. */
export function listFacts({ spans }: SpanSet): string[] {
  return Array.from(spans.values(), ({ facts }) => facts);
}

/** How many spans and log records there are, those included that are too many to be folded. */
export function countSpans({ spans, omitted }: SpanSet): number {
  return spans.size + omitted;
}
