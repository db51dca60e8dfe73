import type { SpanRecord } from "../records/span-record.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import type { FoldMark } from "../sql/lock-folds.ts";

/** Where the spans of a fold are. */
export type FoldKeys = Pick<FoldRow, "logKeys" | "traceKeys">;

/** The fold with the places of more spans. */
export function widenFold(fold: FoldRow, records: readonly SpanRecord[]): FoldRow {
  const { logKeys, traceKeys, firstStartAt, lastStartAt } = toMark(fold, records);
  return {
    ...fold,
    logKeys: [...fold.logKeys, ...logKeys],
    traceKeys: [...fold.traceKeys, ...traceKeys],
    firstStartAt: Math.min(fold.firstStartAt ?? firstStartAt, firstStartAt),
    lastStartAt: Math.max(fold.lastStartAt ?? lastStartAt, lastStartAt),
  };
}

/** What spans, one at least, add to the row of a fold of which these keys are known. */
export function toMark(known: FoldKeys, records: readonly SpanRecord[]): FoldMark {
  const logKeys = new Set<string>();
  const traceKeys = new Set<string>();
  let firstStartAt = Infinity;
  let lastStartAt = -Infinity;
  for (const { runId, traceKey, startedAt } of records) {
    logKeys.add(runId);
    traceKeys.add(traceKey);
    firstStartAt = Math.min(firstStartAt, startedAt);
    lastStartAt = Math.max(lastStartAt, startedAt);
  }
  for (const key of known.logKeys) logKeys.delete(key);
  for (const key of known.traceKeys) traceKeys.delete(key);
  return { spans: records.length, logKeys: [...logKeys], traceKeys: [...traceKeys], firstStartAt, lastStartAt };
}

/** A moment loses what is below a microsecond on its way to the database and back. */
const PRECISION_MS = 0.001;

/** Whether the row of a fold says where each of these spans is. */
export function knowsPlaces(fold: FoldRow, records: readonly SpanRecord[]): boolean {
  const first = (fold.firstStartAt ?? Infinity) - PRECISION_MS;
  const last = (fold.lastStartAt ?? -Infinity) + PRECISION_MS;
  const logKeys = new Set(fold.logKeys);
  const traceKeys = new Set(fold.traceKeys);
  return records.every(
    ({ runId, traceKey, startedAt }) =>
      logKeys.has(runId) && traceKeys.has(traceKey) && startedAt >= first && startedAt <= last,
  );
}
