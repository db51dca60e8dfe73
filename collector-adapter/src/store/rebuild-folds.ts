import type { Database, Session } from "../database/database.ts";
import type { EstimateCost } from "../prices/create-estimate.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { countFolds, FIRST_FOLD_KEY, listFoldKeys } from "../sql/list-fold-keys.ts";
import { listFolds } from "../sql/list-folds.ts";
import { listRunKeys } from "../sql/list-run-keys.ts";
import { adoptSpans } from "./adopt-spans.ts";
import { foldRuns, toRunName, type FoldOutcome } from "./fold-runs.ts";
import { foldSet } from "./fold-set.ts";
import { estimateAgain } from "./estimate-again.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";
import { readSpanSets, toParts } from "./read-span-sets.ts";
import { writeFoldOutcomes } from "./write-fold-outcomes.ts";

const FOLDS_AT_ONCE = 100;

/** How far a rebuild is. */
export interface RebuildProgress {
  /** Runs and traces folded again, of how many. */
  folds: number;
  all: number;
  runs: number;
  /** Runs that are not as they were. */
  changed: number;
}

/**
 * Computes all runs again from the spans that are kept, with today's prices where an estimate is given. Where nothing was wrong and no
 * price has changed nothing changes. Others may write meanwhile.
 *
 * @param estimate - what calls cost that do not tell it; without it no cost is estimated any more
 * @returns what was done
 */
export async function rebuildFolds(
  database: Database,
  onProgress: (progress: RebuildProgress) => void,
  estimate?: EstimateCost,
): Promise<RebuildProgress> {
  const progress: RebuildProgress = { folds: 0, all: await countFolds(database), runs: 0, changed: 0 };
  let last = FIRST_FOLD_KEY;
  for (;;) {
    const keys = await listFoldKeys(database, last, FOLDS_AT_ONCE);
    for (const part of toParts(await listFolds(database, keys))) {
      const foldKeys = new Set(part.map(({ foldKey }) => foldKey));
      for (const { foldKey, hostsRuns } of part) {
        if (hostsRuns) for (const owner of await adoptSpans(database, foldKey)) foldKeys.add(owner.foldKey);
      }
      const outcomes = await database.transaction(async (session) => {
        const locked = await lockStoredFolds(session, foldKeys);
        const priced = await estimateAgain(session, locked, await readSpanSets(session, locked), estimate);
        const folded = priced.map(({ fold, spans }) => foldRuns(fold, foldSet(spans), "rebuilt"));
        const restored = await restoreLastSeen(session, folded, new Map(locked.map((fold) => [fold.foldKey, fold])));
        await writeFoldOutcomes(session, restored);
        return restored;
      });
      progress.folds += part.length;
      for (const { change, changed } of outcomes) {
        progress.runs += change.runs.length;
        progress.changed += changed.length;
      }
      onProgress(progress);
    }
    const next = keys.at(-1);
    if (next === undefined) return progress;
    last = next;
  }
}

/** When a run whose row is gone was last heard of is not known any more; when its fold was, is. */
async function restoreLastSeen(
  session: Session,
  outcomes: readonly FoldOutcome[],
  folds: ReadonlyMap<string, FoldRow>,
): Promise<FoldOutcome[]> {
  const found = outcomes.flatMap((outcome) => outcome.found.map(({ run }) => run));
  const there = new Set((await listRunKeys(session, found)).map(toRunName));
  return outcomes.map((outcome) => ({
    ...outcome,
    found: outcome.found.map((run) =>
      there.has(toRunName(run.run)) ? run : { ...run, seenAt: folds.get(run.foldKey)?.lastSeenAt },
    ),
  }));
}
