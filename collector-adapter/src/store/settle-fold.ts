import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import { lockFolds } from "../sql/lock-folds.ts";
import type { FoldCache } from "./fold-cache.ts";
import { foldRuns } from "./fold-runs.ts";
import { readSpanSets } from "./read-span-sets.ts";
import { createSpanSet } from "./span-set.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

/** Folds a fold that is marked; says what changed, or nothing when another process was first. */
export async function settleFold(
  database: Database,
  cache: FoldCache,
  foldKey: string,
): Promise<CommitResult | undefined> {
  const settled = await database.transaction(async (session) => {
    const [fold] = await lockFolds(session, [{ foldKey, seenAt: "never" }]);
    if (fold === undefined || !fold.dirty) return undefined;
    const remembered = cache.take(foldKey, fold.version);
    const spans = remembered ?? (await readSpanSets(session, [fold])).get(foldKey) ?? createSpanSet();
    const outcome = foldRuns(fold, spans, "settled");
    await writeFoldOutcomes(session, [outcome]);
    return { outcome, spans };
  });
  if (settled === undefined) return undefined;
  const { outcome, spans } = settled;
  cache.put(foldKey, outcome.change.version, spans);
  return { runs: outcome.changed, touchedKeys: [foldKey] };
}
