import type { Session } from "../database/database.ts";
import { MAX_FOLD_ROWS, type FoldRow } from "../sql/fold-columns.ts";
import { countFoldSpans, listFoldSpans } from "../sql/list-fold-spans.ts";
import { addSpan, createSpanSet, readSpanKey, type SpanSet } from "./span-set.ts";

/**
 * Reads all spans of some folds, by their keys.
 *
 * @param limit - most spans of a fold; what starts after these is counted as omitted
 */
export async function readSpanSets(
  session: Session,
  folds: readonly FoldRow[],
  limit = MAX_FOLD_ROWS,
): Promise<Map<string, SpanSet>> {
  const rows = await listFoldSpans(session, folds, limit);
  const [fold] = folds;
  if (rows.length >= limit && fold !== undefined && folds.length > 1) {
    const sets = new Map<string, SpanSet>();
    for (const one of folds) for (const entry of await readSpanSets(session, [one], limit)) sets.set(...entry);
    return sets;
  }
  const sets = new Map(folds.map(({ foldKey }) => [foldKey, createSpanSet()]));
  for (const { foldKey, version, isOpen, facts } of rows) {
    const set = sets.get(foldKey);
    if (set === undefined) continue;
    addSpan(set, readSpanKey(facts), { version, isOpen, facts });
  }
  if (rows.length >= limit && fold !== undefined) {
    const spans = await countFoldSpans(session, fold);
    for (const set of sets.values()) set.omitted = Math.max(0, spans - set.spans.size);
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
