import type { Session } from "../database/database.ts";
import { deleteEmptyFolds } from "../sql/erase-rows.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { lockFolds } from "../sql/lock-folds.ts";

/**
 * Locks folds that were there a moment ago, in the order of their keys. One that was erased meanwhile is made anew by its lock, and
 * taken away again.
 */
export async function lockStoredFolds(session: Session, foldKeys: Iterable<string>): Promise<FoldRow[]> {
  const folds = await lockFolds(
    session,
    [...new Set(foldKeys)].map((foldKey) => ({ foldKey, seenAt: "never" })),
  );
  const isStored = ({ spans, hostsRuns }: FoldRow) => spans > 0 || hostsRuns;
  await deleteEmptyFolds(
    session,
    folds.flatMap((fold) => (isStored(fold) ? [] : [fold.foldKey])),
  );
  return folds.filter(isStored);
}
