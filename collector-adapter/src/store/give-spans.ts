import type { Session } from "../database/database.ts";
import { isLogRecord, type FoldEntry } from "../fold/fold-entries.ts";
import type { StoredFacts } from "../records/span-record.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { moveSpans } from "../sql/move-spans.ts";
import { updateFolds } from "../sql/update-folds.ts";
import { toTraceKey } from "../uuid.ts";

/** Spans and log records that one fold gets from another. */
export interface Gift {
  to: FoldRow;
  entries: readonly FoldEntry<StoredFacts>[];
}

/** Gives entries of a fold to others. The transaction has locked all of them; all are marked. */
export async function giveSpans(session: Session, from: FoldRow, gifts: readonly Gift[]): Promise<DirtyFold[]> {
  for (const { to, entries } of gifts) {
    await moveSpans(session, from, [...new Set(entries.map(({ spanId }) => spanId))], to.foldKey);
  }
  const given = gifts.reduce((sum, { entries }) => sum + entries.length, 0);
  const giver = { ...from, version: from.version + 1, dirty: true, spans: from.spans - given };
  const takers = gifts.map(({ to, entries }) => {
    const starts = entries.map(toStart);
    return {
      ...to,
      version: to.version + 1,
      dirty: true,
      spans: to.spans + entries.length,
      logKeys: [...to.logKeys, ...from.logKeys],
      traceKeys: [...to.traceKeys, ...new Set(entries.map(({ traceId }) => toTraceKey(traceId)))],
      firstStartAt: starts.reduce((first, at) => Math.min(first, at), to.firstStartAt ?? Infinity),
      lastStartAt: starts.reduce((last, at) => Math.max(last, at), to.lastStartAt ?? -Infinity),
    };
  });
  await updateFolds(session, [giver, ...takers]);
  return [giver, ...takers];
}

function toStart(entry: FoldEntry<StoredFacts>): number {
  return isLogRecord(entry) ? entry.at : entry.startedAt;
}
