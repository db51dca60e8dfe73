import type { OpenSpan, SpanRecord } from "../records/span-record.ts";
import type { JoinedFold } from "../sql/insert-joined-folds.ts";
import type { FoldLock } from "../sql/lock-folds.ts";

/** The latest snapshot of a span that goes on. */
interface OpenRecord {
  spanKey: string;
  span: OpenSpan;
}

/** Spans that are written together. */
export interface SpanBatch {
  /** Spans by the key of their fold. */
  folds: ReadonlyMap<string, readonly SpanRecord[]>;
  /** Spans, by `toSpanKey`, that came more than once. */
  repeated: ReadonlySet<string>;
  /** Snapshots, one of a span. */
  open: OpenRecord[];
  /** Spans that have ended. */
  ended: SpanRecord[];
  /** What to lock: the folds, and the traces that their runs live in. */
  locks: FoldLock[];
  /** Folds with spans in a trace whose key is another one, each once. */
  joined: JoinedFold[];
}

/** Puts the records of spans together. */
export function createSpanBatch(records: readonly SpanRecord[]): SpanBatch {
  const folds = new Map<string, SpanRecord[]>();
  const known = new Set<string>();
  const repeated = new Set<string>();
  const ended: SpanRecord[] = [];
  const locks = new Map<string, FoldLock>();
  const joined = new Map<string, JoinedFold>();
  for (const record of records) {
    const { spanKey, foldKey, traceKey, seenAt = "now" } = record;
    if (known.has(spanKey)) repeated.add(spanKey);
    known.add(spanKey);
    const fold = folds.get(foldKey);
    if (fold === undefined) folds.set(foldKey, [record]);
    else fold.push(record);
    if (record.open === undefined && !record.isLogRecord) ended.push(record);
    addLock(locks, { foldKey, seenAt, hostsRuns: false });
    if (foldKey === traceKey) continue;
    addLock(locks, { foldKey: traceKey, seenAt, hostsRuns: true });
    joined.set(`${traceKey}/${foldKey}`, { traceKey, foldKey });
  }
  const open = records.some((record) => record.open !== undefined) ? listOpen(records, ended) : [];
  return { folds, repeated, open, ended, locks: [...locks.values()], joined: [...joined.values()] };
}

function listOpen(records: readonly SpanRecord[], ended: readonly SpanRecord[]): OpenRecord[] {
  const open = new Map<string, OpenRecord>();
  for (const { spanKey, open: snapshot, seenAt } of records) {
    if (snapshot === undefined) continue;
    const before = open.get(spanKey);
    if (before === undefined || before.span.version < snapshot.version) {
      open.set(spanKey, { spanKey, span: { ...snapshot, seenAt } });
    }
  }
  // The Collector puts a snapshot and its final span into one request: the final one wins, whatever their order.
  for (const { spanKey } of ended) open.delete(spanKey);
  return [...open.values()];
}

function addLock(locks: Map<string, FoldLock>, lock: FoldLock & { hostsRuns: boolean }): void {
  const before = locks.get(lock.foldKey);
  if (before === undefined) {
    locks.set(lock.foldKey, lock);
    return;
  }
  before.seenAt = toLater(before.seenAt, lock.seenAt);
  before.hostsRuns ||= lock.hostsRuns;
}

function toLater(a: FoldLock["seenAt"], b: FoldLock["seenAt"]): FoldLock["seenAt"] {
  if (a === "now" || b === "now") return "now";
  if (a === "never") return b;
  return b === "never" ? a : Math.max(a, b);
}
