import type { Session } from "../database/database.ts";
import type { FoldedRun, SpanMark } from "../fold/fold-result.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { MAX_FOLD_ROWS, type FoldRow } from "../sql/fold-columns.ts";
import { listFacts, type FactsRow } from "../sql/list-facts.ts";

/** All spans that an answer is made of, and what they tell together. */
export interface ReadFold {
  /** Where the rows of the spans are. */
  folds: FoldRow[];
  spans: StoredFacts[];
  /** The runs of all folds, and what each span is in its own. */
  result: { runs: FoldedRun[]; marks: SpanMark[] };
  /** Of the open spans, by `toSpanKey`: ms since they were last heard of. */
  silentMs: ReadonlyMap<string, number>;
  /** Spans beyond the most that an answer is made of, the last ones to start. */
  omitted: number;
}

/** Names a span among those of several traces. */
export function toSpanKey({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}/${spanId}`;
}

/**
 * Reads the facts of all spans of the folds and folds each by itself, as its runs were written: what is shown of a run is what
 * the list says of it.
 *
 * @param own - folds of what is asked for: however much stands around them, their spans come first
 * @param around - what else is known of the same trace
 */
export async function readFold(
  session: Session,
  own: readonly FoldRow[],
  around: readonly FoldRow[],
): Promise<ReadFold> {
  const rows = await listFacts(session, own, MAX_FOLD_ROWS);
  if (around.length > 0 && rows.length < MAX_FOLD_ROWS) {
    rows.push(...(await listFacts(session, around, MAX_FOLD_ROWS - rows.length)));
  }
  const known = new Map<string, FactsRow>();
  for (const row of rows) {
    const key = toSpanKey(row.facts);
    // As where runs are written, the later version counts: the end of a span before a snapshot that has outlived it.
    const before = known.get(key);
    if (before === undefined || before.version < row.version) known.set(key, row);
  }
  const read = [...known].slice(0, MAX_FOLD_ROWS);
  const spans = read.map(([, { facts }]) => facts);
  const foldKeys = read.map(([, { foldKey }]) => foldKey);
  const folds = [...own, ...around];
  const total = folds.reduce((sum, fold) => sum + fold.spans, 0);
  return {
    folds,
    spans,
    result: foldEach(spans, foldKeys),
    silentMs: new Map(read.flatMap(([key, { silentMs }]) => (silentMs === null ? [] : [[key, silentMs]]))),
    omitted: read.length < MAX_FOLD_ROWS ? 0 : Math.max(0, total - read.length),
  };
}

function foldEach(spans: readonly StoredFacts[], foldKeys: readonly string[]): ReadFold["result"] {
  const places = new Map<string, number[]>();
  for (const [place, foldKey] of foldKeys.entries()) {
    const known = places.get(foldKey);
    if (known === undefined) places.set(foldKey, [place]);
    else known.push(place);
  }
  const result: ReadFold["result"] = { runs: [], marks: [] };
  for (const group of places.values()) {
    const folded = foldSpans(group.flatMap((place) => spans[place] ?? []));
    result.runs.push(...folded.runs);
    for (const [index, place] of group.entries()) {
      const mark = folded.marks[index];
      if (mark) result.marks[place] = mark;
    }
  }
  return result;
}
