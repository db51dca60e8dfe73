import type { SpanRecord } from "../records/span-record.ts";
import type { FoldRow } from "../sql/fold-columns.ts";

/** The fold with the places of more spans and with more runs that live in its trace; the same object when nothing is new. */
export function widenFold(fold: FoldRow, records: readonly SpanRecord[], joined: readonly string[]): FoldRow {
  const wider = {
    ...fold,
    logKeys: unite(
      fold.logKeys,
      records.map((record) => record.runId),
    ),
    traceKeys: unite(
      fold.traceKeys,
      records.map((record) => record.traceKey),
    ),
    joined: unite(fold.joined, joined),
  };
  for (const { startedAt } of records) {
    wider.firstStartAt = Math.min(wider.firstStartAt ?? startedAt, startedAt);
    wider.lastStartAt = Math.max(wider.lastStartAt ?? startedAt, startedAt);
  }
  const isSame =
    wider.logKeys === fold.logKeys &&
    wider.traceKeys === fold.traceKeys &&
    wider.joined === fold.joined &&
    wider.firstStartAt === fold.firstStartAt &&
    wider.lastStartAt === fold.lastStartAt;
  return isSame ? fold : wider;
}

/** The ids of both, in their order, so that they are the same in whatever order they came. */
function unite(ids: string[], more: readonly string[]): string[] {
  const all = new Set([...ids, ...more]);
  return all.size === ids.length ? ids : [...all].toSorted();
}
