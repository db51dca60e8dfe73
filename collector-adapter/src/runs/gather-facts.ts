import { foldEntries, isLogRecord, type FoldEntry } from "../fold/fold-entries.ts";
import type { FoldedRun, SpanMark } from "../fold/fold-result.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { toLogRecordKey, toSpanKey } from "../fold/span-key.ts";
import type { FactsRow } from "../sql/list-facts.ts";
import { toUnseenSpan } from "./unseen-span.ts";

/** All spans that an answer is made of, and what they tell together. */
export interface GatheredFold {
  /** Each with its log records; among them stand-ins for spans that only log records are known of. */
  spans: StoredFacts[];
  /** The runs of all folds, and what each span is in its own. */
  result: { runs: FoldedRun[]; marks: SpanMark[] };
}

/** Facts of spans and log records that come page by page, each once and in its latest version. */
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

type Entry = FoldEntry<StoredFacts>;

export function gatherFacts(): GatheredFacts {
  const known = new Map<string, { foldKey: string; version: string; entry: Entry }>();
  const silentMs = new Map<string, number>();
  return {
    silentMs,
    add(rows) {
      const added: StoredFacts[] = [];
      for (const { foldKey, version, facts, silentMs: silent } of rows) {
        const entry: Entry = JSON.parse(facts);
        const key = isLogRecord(entry) ? toLogRecordKey(entry) : toSpanKey(entry);
        // As where runs are written, the later version counts: the end of a span before a snapshot that has outlived it.
        const before = known.get(key);
        if (before !== undefined && before.version >= version) continue;
        known.set(key, { foldKey, version, entry });
        if (silent === null) silentMs.delete(key);
        else silentMs.set(key, silent);
        if (!isLogRecord(entry)) added.push(entry);
      }
      return added;
    },
    fold() {
      const groups = new Map<string, Entry[]>();
      for (const { foldKey, entry } of known.values()) {
        const group = groups.get(foldKey);
        if (group === undefined) groups.set(foldKey, [entry]);
        else group.push(entry);
      }
      const all: GatheredFold = { spans: [], result: { runs: [], marks: [] } };
      for (const group of groups.values()) {
        const { runs, spans, spanMarks, unseen } = foldEntries(group);
        for (const run of runs) all.result.runs.push(run);
        for (const span of spans) all.spans.push(span);
        for (const mark of spanMarks) all.result.marks.push(mark);
        for (const logRecords of unseen.values()) {
          all.spans.push(toUnseenSpan(logRecords));
          all.result.marks.push({ counted: false });
        }
      }
      return all;
    },
  };
}
