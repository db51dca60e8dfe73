import type { RunStatus } from "@runline/contract";

/** A run that a commit changed. `prevStatus` is null when it was not a run before. */
export interface ChangedRun {
  agentId: string;
  runId: string;
  /** Trace of the run, as a UUID. */
  traceKey: string;
  status: RunStatus;
  prevStatus: RunStatus | null;
}

/** What a commit changed, for the live stream. */
export interface CommitResult {
  runs: ChangedRun[];
  /** Runs or traces that got spans of which no run is known yet, or whose runs are not yet computed. */
  touchedKeys: string[];
}
