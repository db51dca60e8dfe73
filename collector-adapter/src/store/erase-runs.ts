import type { Database } from "../database/database.ts";
import { toMoment } from "../database/timestamps.ts";
import {
  countFoldsLeft,
  countOwnedRuns,
  countRowsLeft,
  listNamingFolds,
  listOwnedFolds,
  type Owner,
} from "../sql/find-erasable.ts";
import { FIRST_FOLD_KEY, listDirtyFolds } from "../sql/list-fold-keys.ts";
import { listLogDays, vacuumErased } from "../sql/log-days.ts";
import { deleteStaleRollups } from "../sql/replace-rollup.ts";
import { eraseFromFold } from "./erase-from-fold.ts";
import { createFoldCache } from "./fold-cache.ts";
import { retryTransaction } from "./retry-transaction.ts";
import { settleFolds } from "./settle-folds.ts";

const FOLDS_AT_ONCE = 100;
/** What is left over by a fold of more spans than are read at once goes in the next round; so does what came meanwhile. */
const MAX_ROUNDS = 5;

/** What was erased, and what is left of it in any table. */
export interface EraseOutcome {
  runs: number;
  spans: number;
  left: number;
}

/** Brings the runs up to date, so that all of an owner's are known, and counts those. */
export async function countRunsToErase(database: Database, owner: Owner): Promise<number> {
  const cache = createFoldCache();
  for (let after = FIRST_FOLD_KEY; ;) {
    const folds = await listDirtyFolds(database, after, FOLDS_AT_ONCE);
    for (const fold of folds) await retryTransaction(() => settleFolds(database, cache, [fold]));
    const last = folds.at(-1);
    if (last === undefined) return countOwnedRuns(database, owner);
    after = last.foldKey;
  }
}

/** Erases the runs of an owner and the spans that name the owner, content included, and counts what is left of them. */
export async function eraseRuns(
  database: Database,
  owner: Owner,
  onProgress: (done: { runs: number; spans: number }) => void,
): Promise<EraseOutcome> {
  const done = { runs: 0, spans: 0 };
  const erased = new Set<string>();

  /** Returns whether there was something to erase. */
  async function erase(foldKeys: readonly string[]): Promise<boolean> {
    const before = done.spans;
    for (const foldKey of foldKeys) {
      const gone = await retryTransaction(() =>
        database.transaction((session) => eraseFromFold(session, foldKey, owner)),
      );
      for (const key of gone.foldKeys) erased.add(key);
      done.runs += gone.runs;
      done.spans += gone.spans;
      onProgress(done);
    }
    return done.spans > before;
  }

  for (let round = 0; round < MAX_ROUNDS; round++) {
    let hasErased = false;
    for (let after = FIRST_FOLD_KEY; ;) {
      const foldKeys = await listOwnedFolds(database, owner, after, FOLDS_AT_ONCE);
      if (await erase(foldKeys)) hasErased = true;
      const last = foldKeys.at(-1);
      if (last === undefined) break;
      after = last;
    }
    for (const [from, to] of await listSpells(database)) {
      if (await erase(await listNamingFolds(database, owner, from, to))) hasErased = true;
    }
    if (!hasErased) break;
  }
  await deleteStaleRollups(database);
  if (done.spans > 0) await vacuumErased(database);
  return { ...done, left: await countLeft(database, owner, [...erased]) };
}

async function countLeft(database: Database, owner: Owner, erased: readonly string[]): Promise<number> {
  let left = (await countOwnedRuns(database, owner)) + (await countFoldsLeft(database, erased));
  for (const spell of await listSpells(database)) left += await countRowsLeft(database, owner, erased, spell);
  return left;
}

/** The days that there are, a statement each: a year takes longer than a statement may. */
async function listSpells(database: Database): Promise<[from: number, to: number][]> {
  const days = await listLogDays(database);
  return days.map(({ day }) => [toMoment(day), toMoment(day + 1)]);
}
