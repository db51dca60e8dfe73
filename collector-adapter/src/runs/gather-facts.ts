import type { FoldedRun, SpanMark } from "../fold/fold-result.ts";
import { foldSpans } from "../fold/fold-spans.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toSpanKey } from "../spans/span-key.ts";
import type { FactsRow } from "../sql/list-facts.ts";

/** All spans that an answer is made of, and what they tell together. */
export interface GatheredFold {
  spans: StoredFacts[];
  /** The runs of all folds, and what each span is in its own. */
  result: { runs: FoldedRun[]; marks: SpanMark[] };
}

/** Facts of spans that come page by page, each span once and in its latest version. */
export interface GatheredFacts {
  /** Takes a page; gives the spans that are new, or come in a later version. */
  add(rows: readonly FactsRow[]): StoredFacts[];
  /** Of the open spans, by `toSpanKey`: ms since they were last heard of. */
  readonly silentMs: ReadonlyMap<string, number>;
  /**
   * Folds the spans of each fold key by themselves, as their runs were written: what is shown of a run is what the list says of
   * it.
   */
  fold(): GatheredFold;
}

export function gatherFacts(): GatheredFacts {
  const known = new Map<string, { foldKey: string; version: string; span: StoredFacts }>();
  const silentMs = new Map<string, number>();
  return {
    silentMs,
    add(rows) {
      const added: StoredFacts[] = [];
      for (const { foldKey, version, facts, silentMs: silent } of rows) {
        const span: StoredFacts = JSON.parse(facts);
        const key = toSpanKey(span);
        // As where runs are written, the later version counts: the end of a span before a snapshot that has outlived it.
        const before = known.get(key);
        if (before !== undefined && before.version >= version) continue;
        known.set(key, { foldKey, version, span });
        if (silent === null) silentMs.delete(key);
        else silentMs.set(key, silent);
        added.push(span);
      }
      return added;
    },
    fold() {
      const spans: StoredFacts[] = [];
      const groups = new Map<string, { spans: StoredFacts[]; places: number[] }>();
      for (const { foldKey, span } of known.values()) {
        const group = groups.get(foldKey) ?? { spans: [], places: [] };
        groups.set(foldKey, group);
        group.spans.push(span);
        group.places.push(spans.push(span) - 1);
      }
      const result: GatheredFold["result"] = { runs: [], marks: [] };
      for (const group of groups.values()) {
        const folded = foldSpans(group.spans);
        for (const run of folded.runs) result.runs.push(run);
        for (const [index, place] of group.places.entries()) {
          const mark = folded.marks[index];
          if (mark) result.marks[place] = mark;
        }
      }
      return { spans, result };
    },
  };
}
