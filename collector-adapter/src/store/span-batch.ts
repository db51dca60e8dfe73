import type { LogRow, OpenSpan, SpanRecord } from "../records/span-record.ts";
import type { JoinedFold } from "../sql/insert-joined-folds.ts";
import type { LogRowKey } from "../sql/insert-log-rows.ts";
import type { FoldLock } from "../sql/lock-folds.ts";
import type { OpenSpanKey } from "../sql/upsert-open-spans.ts";

/** Spans that are written together: of each row and each snapshot the latest version, since a statement may not meet a row twice. */
export interface SpanBatch {
  rows: LogRow[];
  open: OpenSpan[];
  /** Spans that have ended. */
  ended: SpanRecord[];
  /** Spans by the key of their fold. */
  folds: ReadonlyMap<string, readonly SpanRecord[]>;
  /** What to lock: the folds, and the traces that their runs live in. */
  locks: FoldLock[];
  /** Folds with spans in a trace whose key is another one, each once. */
  joined: JoinedFold[];
  /** The spans, by `toSpanKey`, that what was written belongs to. */
  toSpanKeys(written: { rows: readonly LogRowKey[]; open: readonly OpenSpanKey[] }): Set<string>;
}

/** Puts the records of spans together. */
export function createSpanBatch(records: readonly SpanRecord[]): SpanBatch {
  const rows = new Map<string, LogRow>();
  const open = new Map<string, OpenSpan>();
  const ended = new Map<string, SpanRecord>();
  const folds = new Map<string, SpanRecord[]>();
  const locks = new Map<string, FoldLock>();
  const joined = new Map<string, JoinedFold>();
  const spanKeys = new Map<string, string>();
  for (const record of records) {
    const { spanKey } = record;
    for (const row of record.rows) {
      setLater(rows, toKey(row.runId, `${row.startedAt}/${row.id}`), row);
      spanKeys.set(toKey(row.runId, row.id), spanKey);
    }
    const openKey = toKey(record.runId, record.spanId);
    spanKeys.set(openKey, spanKey);
    if (record.open === undefined) ended.set(openKey, record);
    else setLater(open, openKey, { ...record.open, seenAt: record.seenAt });
    const fold = folds.get(record.foldKey);
    if (fold === undefined) folds.set(record.foldKey, [record]);
    else fold.push(record);
    const { foldKey: ownKey, traceKey } = record;
    if (ownKey !== traceKey) joined.set(toKey(traceKey, ownKey), { traceKey, foldKey: ownKey });
    for (const foldKey of [ownKey, traceKey]) {
      const before = locks.get(foldKey);
      const seenAt = toLater(before?.seenAt ?? "never", record.seenAt ?? "now");
      locks.set(foldKey, { foldKey, seenAt, hostsRuns: before?.hostsRuns === true || foldKey !== ownKey });
    }
  }
  return {
    rows: [...rows.values()],
    // The Collector puts a snapshot and its final span into one request: the final one wins, whatever their order.
    open: [...open].flatMap(([key, span]) => (ended.has(key) ? [] : [span])),
    ended: [...ended.values()],
    folds,
    locks: [...locks.values()],
    joined: [...joined.values()],
    toSpanKeys(written) {
      const keysOfRows = written.rows.map(({ runId, id }) => toKey(runId, id));
      const keysOfOpen = written.open.map(({ runId, spanId }) => toKey(runId, spanId));
      return new Set([...keysOfRows, ...keysOfOpen].flatMap((key) => spanKeys.get(key) ?? []));
    },
  };
}

function toKey(runId: string, id: string): string {
  return `${runId}/${id}`;
}

function setLater<Value extends { version: string }>(map: Map<string, Value>, key: string, value: Value): void {
  const before = map.get(key);
  if (before === undefined || before.version < value.version) map.set(key, value);
}

function toLater(a: FoldLock["seenAt"], b: FoldLock["seenAt"]): FoldLock["seenAt"] {
  if (a === "now" || b === "now") return "now";
  if (a === "never") return b;
  return b === "never" ? a : Math.max(a, b);
}
