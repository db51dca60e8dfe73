import type { Session } from "../database/database.ts";
import { MAX_FOLD_ROWS, type FoldRow } from "../sql/fold-columns.ts";
import { countFoldSpans, listFoldSpans, pageFoldSpans, type FoldSpanRow } from "../sql/list-fold-spans.ts";
import { addSpan, createSpanSet, readSpanKey, type SpanSet } from "./span-set.ts";

/**
 * Reads all spans of some folds, by their keys; those of one fold page by page, so that whoever else has something to do goes on.
 *
 * @param limit - most spans of a fold; what starts after these is counted as omitted
 */
export async function readSpanSets(
  session: Session,
  folds: readonly FoldRow[],
  limit = MAX_FOLD_ROWS,
): Promise<Map<string, SpanSet>> {
  const sets = new Map(folds.map(({ foldKey }) => [foldKey, createSpanSet()]));
  const rows = folds.length > 1 ? await listFoldSpans(session, folds, limit) : [];
  if (folds.length === 1 || rows.length >= limit) {
    for (const fold of folds) sets.set(fold.foldKey, await readSpanSet(session, fold, limit));
  } else {
    for (const row of rows) addRow(sets.get(row.foldKey), row);
  }
  return sets;
}

async function readSpanSet(session: Session, fold: FoldRow, limit: number): Promise<SpanSet> {
  const set = createSpanSet();
  for await (const rows of pageFoldSpans(session, fold)) {
    for (const row of rows) if (set.spans.size < limit) addRow(set, row);
    if (set.spans.size < limit) continue;
    set.omitted = Math.max(0, (await countFoldSpans(session, fold)) - set.spans.size);
    break;
  }
  return set;
}

function addRow(set: SpanSet | undefined, { version, isOpen, facts }: FoldSpanRow): void {
  if (set !== undefined) addSpan(set, readSpanKey(facts), { version, isOpen, facts });
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
