import { performance } from "node:perf_hooks";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import { listFolds } from "../sql/list-folds.ts";
import { markFold } from "../sql/mark-fold.ts";
import { adoptSpans } from "./adopt-spans.ts";
import type { FoldCache } from "./fold-cache.ts";
import { foldRuns } from "./fold-runs.ts";
import { countSpans } from "./fold-set.ts";
import type { FoldThread } from "./fold-thread.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets } from "./read-span-sets.ts";
import { createSpanSet } from "./span-set.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

/** What large folds are settled with. */
export interface LargeFoldTools {
  database: Database;
  cache: FoldCache;
  thread: FoldThread;
}

/** What became of a large fold. */
export interface SettledLargeFold {
  result: CommitResult;
  /** Time that it took of the event loop, at most, and of the thread, ms. */
  loopMs: number;
  threadMs: number;
  /** Whether it is to be settled again: spans of it were given to the runs that they stand in. */
  hasGivenSpans: boolean;
}

const NOTHING: CommitResult = { runs: [], touchedKeys: [] };

/**
 * Folds a fold that is marked, on the thread, and locks it only to write its runs: senders of its spans do not wait for a second, and on
 * PGlite nobody else does. What came meanwhile is not in these runs, and leaves the mark.
 */
export async function settleLargeFold(
  { database, cache, thread }: LargeFoldTools,
  foldKey: string,
): Promise<SettledLargeFold> {
  const versionBefore = cache.get(foldKey)?.version ?? 0;
  const [fold] = await listFolds(database, [foldKey]);
  if (!fold?.dirty) return { result: NOTHING, loopMs: 0, threadMs: 0, hasGivenSpans: false };
  const before = performance.eventLoopUtilization();
  const known = cache.get(foldKey);
  // What is remembered is committed, be it after the row was read; unless the row is another one, since the fold was erased.
  const isKnown = known !== undefined && known.version >= fold.version && versionBefore <= fold.version;
  const version = isKnown ? known.version : fold.version;
  const spans = isKnown ? known.spans : ((await readSpanSets(database, [fold])).get(foldKey) ?? createSpanSet());
  const count = countSpans(spans);
  const { active: readMs } = performance.eventLoopUtilization(before);
  const { folded, handedMs, tookMs: threadMs } = await thread.fold(spans.spans.values());
  const times = { loopMs: readMs + handedMs, threadMs };
  if (fold.hostsRuns && (await adoptSpans(database, foldKey, folded.missingParents)).length > 0) {
    return { result: NOTHING, ...times, hasGivenSpans: true };
  }

  const outcome = await database.transaction(async (session) => {
    const [now] = await lockStoredFolds(session, [foldKey]);
    if (!now?.dirty) return undefined;
    const isCurrent = now.version === version;
    const found = foldRuns(now, { ...folded, spans: isCurrent ? count : now.spans }, "settled");
    await writeFoldOutcomes(session, [found]);
    if (!isCurrent) await markFold(session, foldKey);
    return { found, isCurrent };
  });
  if (outcome === undefined) return { result: NOTHING, ...times, hasGivenSpans: false };
  const { found, isCurrent } = outcome;
  if (isCurrent && !isKnown) {
    const { logKeys, traceKeys } = found.change;
    cache.put(foldKey, { version, spans, keys: { logKeys, traceKeys } });
  }
  return { result: { runs: found.changed, touchedKeys: [foldKey] }, ...times, hasGivenSpans: false };
}
