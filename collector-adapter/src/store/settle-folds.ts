import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { lockFolds } from "../sql/lock-folds.ts";
import type { FoldCache } from "./fold-cache.ts";
import { foldRuns } from "./fold-runs.ts";
import { readSpanSets, toParts } from "./read-span-sets.ts";
import { createSpanSet, type SpanSet } from "./span-set.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

/**
 * Folds those of some folds that are still marked, in one transaction, and says what changed.
 *
 * @param isWanted - whether a fold, now that it is locked, is to be folded
 */
export async function settleFolds(
  database: Database,
  cache: FoldCache,
  foldKeys: readonly string[],
  isWanted: (fold: FoldRow) => boolean = () => true,
): Promise<CommitResult> {
  const settled = await database.transaction(async (session) => {
    const locks = foldKeys.map((foldKey) => ({ foldKey, seenAt: "never" as const }));
    const folds = (await lockFolds(session, locks)).filter((fold) => fold.dirty && isWanted(fold));
    const sets = new Map<string, SpanSet>();
    for (const { foldKey, version } of folds) {
      const remembered = cache.take(foldKey, version);
      if (remembered !== undefined) sets.set(foldKey, remembered);
    }
    for (const part of toParts(folds.filter(({ foldKey }) => !sets.has(foldKey)))) {
      for (const [foldKey, spans] of await readSpanSets(session, part)) sets.set(foldKey, spans);
    }
    const folded = folds.map((fold) => {
      const spans = sets.get(fold.foldKey) ?? createSpanSet();
      return { spans, outcome: foldRuns(fold, spans, "settled") };
    });
    const outcomes = folded.map(({ outcome }) => outcome);
    await writeFoldOutcomes(session, outcomes);
    return folded;
  });
  for (const { spans, outcome } of settled) cache.put(outcome.change.foldKey, outcome.change.version, spans);
  return {
    runs: settled.flatMap(({ outcome }) => outcome.changed),
    touchedKeys: settled.map(({ outcome }) => outcome.change.foldKey),
  };
}
