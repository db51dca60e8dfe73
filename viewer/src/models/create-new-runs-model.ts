import { signal, type ReadonlySignal } from "@preact/signals";
import type { RunSummary } from "@runline/contract";

/** Runs that have come while something else was looked at. */
export interface NewRuns {
  runs: number;
  failed: number;
  /** `true` when all that is known of is new: there may be more. */
  isAtLeast: boolean;
}

/** What of a run tells whether it is new. */
type ListedRun = Pick<RunSummary, "startedAt" | "status">;

/** Counts the runs that come while the beginning of the list is not in sight. */
export interface NewRunsModel {
  newRuns: ReadonlySignal<NewRuns>;
  /** Told of the newest runs that match, the newest first, and whether their beginning is in sight. */
  visit(newest: readonly ListedRun[] | undefined, isInSight: boolean): void;
}

/** Makes the model; it lives as long as the page with its filters. */
export function createNewRunsModel(): NewRunsModel {
  const newRuns = signal<NewRuns>({ runs: 0, failed: 0, isAtLeast: false });
  /** Start of the newest run that was in sight. */
  let seenTo: number | undefined;
  return {
    newRuns,
    visit(newest, isInSight) {
      if (!newest) return;
      if (isInSight || seenTo === undefined) seenTo = newest[0]?.startedAt ?? 0;
      const seen = seenTo;
      const arrived = newest.filter(({ startedAt }) => startedAt > seen);
      const failed = arrived.filter(({ status }) => status === "error" || status === "timeout").length;
      const isAtLeast = arrived.length > 0 && arrived.length === newest.length;
      newRuns.value = { runs: arrived.length, failed, isAtLeast };
    },
  };
}
