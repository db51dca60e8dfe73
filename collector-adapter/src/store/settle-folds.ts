import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { adoptSpans } from "./adopt-spans.ts";
import type { FoldCache } from "./fold-cache.ts";
import { foldRuns } from "./fold-runs.ts";
import { foldSet } from "./fold-set.ts";
import { isLarge } from "./is-large.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets, toParts } from "./read-span-sets.ts";
import { createSpanSet, type SpanSet } from "./span-set.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

/**
 * Folds those of some folds that are still marked, in one transaction, and says what changed. Before that, spans of a trace that hosts
 * runs are given to the run that they stand in.
 */
export async function settleFolds(
  database: Database,
  cache: FoldCache,
  marked: readonly DirtyFold[],
): Promise<CommitResult> {
  const foldKeys = new Set(marked.map(({ foldKey }) => foldKey));
  for (const { foldKey, hostsRuns } of marked) {
    if (!hostsRuns) continue;
    for (const owner of await adoptSpans(database, foldKey)) if (!isLarge(owner)) foldKeys.add(owner.foldKey);
  }
  const settled = await database.transaction(async (session) => {
    const folds = (await lockStoredFolds(session, foldKeys)).filter((fold) => fold.dirty);
    const sets = new Map<string, SpanSet>();
    for (const { foldKey, version } of folds) {
      const known = cache.get(foldKey);
      if (known?.version === version) sets.set(foldKey, known.spans);
    }
    for (const part of toParts(folds.filter(({ foldKey }) => !sets.has(foldKey)))) {
      for (const [foldKey, spans] of await readSpanSets(session, part)) sets.set(foldKey, spans);
    }
    const folded = folds.map((fold) => {
      const spans = sets.get(fold.foldKey) ?? createSpanSet();
      return { spans, outcome: foldRuns(fold, foldSet(spans), "settled") };
    });
    const outcomes = folded.map(({ outcome }) => outcome);
    await writeFoldOutcomes(session, outcomes);
    return folded;
  });
  for (const { spans, outcome } of settled) {
    const { foldKey, version, logKeys, traceKeys } = outcome.change;
    cache.put(foldKey, { version, spans, keys: { logKeys, traceKeys } });
  }
  return {
    runs: settled.flatMap(({ outcome }) => outcome.changed),
    touchedKeys: settled.map(({ outcome }) => outcome.change.foldKey),
  };
}
