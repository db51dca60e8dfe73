import type { Session } from "../database/database.ts";
import { deleteRuns } from "../sql/delete-runs.ts";
import { updateFolds, type FoldChange } from "../sql/update-folds.ts";
import { upsertRuns } from "../sql/upsert-runs.ts";
import type { FoldOutcome } from "./fold-runs.ts";

/**
 * Writes what folds have found, and the rows of folds that were not folded. The folds are locked by the transaction; runs and their
 * agents are written in their order, so that of two transactions one waits for the other's end.
 */
export async function writeFoldOutcomes(
  session: Session,
  outcomes: readonly FoldOutcome[],
  unfolded: readonly FoldChange[] = [],
): Promise<void> {
  await upsertRuns(
    session,
    outcomes.flatMap((outcome) => outcome.found),
  );
  await deleteRuns(
    session,
    outcomes.flatMap(({ gone, change }) => gone.map((run) => ({ ...run, foldKey: change.foldKey }))),
  );
  await updateFolds(session, [...outcomes.map((outcome) => outcome.change), ...unfolded]);
}
