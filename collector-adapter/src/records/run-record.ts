import type { RunStatus } from "@runline/contract";
import type { FoldedRun } from "../fold/fold-result.ts";

/** `runs.summary`: what the fold says of a run beside the columns of its row. */
export type RunDetails = Omit<
  FoldedRun,
  | "runId"
  | "agentId"
  | "traceId"
  | "rootSpanId"
  | "roomId"
  | "status"
  | "startedAt"
  | "endedAt"
  | "heartbeat"
  | "actions"
  | "responses"
  | "isBare"
  | "unpriced"
  | "steps"
>;

/** A run as `folds.runs` names it: enough to tell what the next fold changes, and to delete what it no longer finds. */
export interface RunKey {
  agentId: string;
  runId: string;
  status: RunStatus;
  /** Of all that is kept of the run: whether it is to be written again. */
  digest: string;
}
