import type { RunStatus } from "@runline/contract";

/** A row of `runs` as it is after the change. `prevStatus` is null when it was no run before. */
export interface ChangedRun {
  agentId: string;
  runId: string;
  parentRunId: string | null;
  traceId: string | null;
  status: RunStatus;
  prevStatus: RunStatus | null;
  events: number;
  /** Name of the agent as the run knows it: of several in one trace, the one that ended last. */
  agentName: string | null;
}

/** What a committed batch changed, for the live stream. */
export interface BatchResult {
  runs: ChangedRun[];
  /** Runs or traces that got rows or open spans, whether or not a row of `runs` changed. */
  touchedRunIds: string[];
}
