import type { Session } from "../database/database.ts";
import { deleteEmptyFolds, deleteFolds, deleteRunsOfFolds, endHosting, listHosts } from "../sql/erase-rows.ts";
import type { FoldRow } from "../sql/fold-columns.ts";
import { listFolds } from "../sql/list-folds.ts";
import { lockFolds } from "../sql/lock-folds.ts";
import { lockStoredFolds } from "./lock-stored-folds.ts";

/** Which of the folds are erased, and how far. */
export interface EraseOptions {
  /** Whether a fold, now that it is locked, is to go. @defaultValue all */
  isWanted?: (fold: FoldRow) => boolean;
  /** Rows of `logs` that start earlier stay, ms since the epoch. @defaultValue none stays */
  logsFrom?: number;
}

/** What was erased. */
export interface Erased {
  foldKeys: string[];
  runs: number;
  spans: number;
}

/** Erases folds with everything that belongs to them: spans and their content, runs, and agents that have no run any more. */
export async function eraseFolds(
  session: Session,
  foldKeys: readonly string[],
  { isWanted = () => true, logsFrom }: EraseOptions = {},
): Promise<Erased> {
  const asked = await listFolds(session, foldKeys);
  const locked = await lockStoredFolds(
    session,
    asked.flatMap((fold) => [fold.foldKey, ...fold.traceKeys]),
  );
  const wanted = new Set(foldKeys);
  const folds = locked.filter((fold) => wanted.has(fold.foldKey) && isWanted(fold));
  const erased = new Set(folds.map(({ foldKey }) => foldKey));
  await deleteFolds(session, folds, logsFrom);

  // Traces in which they were, and those of the erased in which others live that stay.
  const traces = new Set(
    folds.flatMap(({ foldKey, hostsRuns, traceKeys }) => [...traceKeys, ...(hostsRuns ? [foldKey] : [])]),
  );
  const hosts = new Set(await listHosts(session, [...traces]));
  const left = [...traces].filter((traceKey) => !hosts.has(traceKey) && !erased.has(traceKey));
  await deleteEmptyFolds(session, left);
  await endHosting(session, left);
  const emptied = folds.filter(({ foldKey }) => hosts.has(foldKey));
  if (emptied.length > 0) {
    await lockFolds(
      session,
      emptied.map(({ foldKey, lastSeenAt }) => ({ foldKey, seenAt: lastSeenAt, hostsRuns: true })),
    );
  }
  await deleteRunsOfFolds(session, folds);
  return {
    foldKeys: [...erased],
    runs: folds.reduce((sum, { runs }) => sum + runs.length, 0),
    spans: folds.reduce((sum, { spans, logRecords }) => sum + spans - logRecords, 0),
  };
}
