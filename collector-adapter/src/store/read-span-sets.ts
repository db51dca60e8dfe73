import type { Session } from "../database/database.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { listFoldSpans } from "../sql/list-fold-spans.ts";
import { addSpan, createSpanSet, type SpanSet } from "./span-set.ts";

/** Reads all spans of some folds, by their keys. */
export async function readSpanSets(session: Session, folds: readonly FoldRow[]): Promise<Map<string, SpanSet>> {
  const sets = new Map(folds.map(({ foldKey }) => [foldKey, createSpanSet()]));
  for (const { foldKey, version, facts } of await listFoldSpans(session, folds)) {
    const set = sets.get(foldKey);
    if (set !== undefined) addSpan(set, { version, facts });
  }
  return sets;
}

/** Most spans that are read at once, but for those of one fold. */
const MAX_SPANS = 50_000;

/** Cuts folds into parts of so many spans; a fold with more is a part by itself. */
export function toParts<Fold extends { spans: number }>(folds: readonly Fold[], maxSpans = MAX_SPANS): Fold[][] {
  const parts: Fold[][] = [];
  let part: Fold[] = [];
  let spans = 0;
  for (const fold of folds) {
    if (part.length === 0 || spans + fold.spans > maxSpans) {
      part = [];
      spans = 0;
      parts.push(part);
    }
    part.push(fold);
    spans += fold.spans;
  }
  return parts;
}
