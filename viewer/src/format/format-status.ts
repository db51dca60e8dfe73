import { LOST_AFTER_MS, type RunSummary } from "@runline/contract";

/** What a run looks like: its status, `lost` for one that is heard of no more, or `waiting` for one that has paused. */
export type ShownStatus = RunSummary["status"] | "lost" | "waiting";

/** The look of a run: a `started` one that is lost or waits looks different from one that works. */
export function toShownStatus({ status, lost, waiting }: Pick<RunSummary, "status" | "lost" | "waiting">): ShownStatus {
  return lost ? "lost" : waiting ? "waiting" : status;
}

/** The word for a look, the same on badge, filter and chart. */
export const STATUS_WORDS: Record<ShownStatus, string> = {
  started: "Running",
  completed: "Completed",
  timeout: "Timeout",
  error: "Error",
  lost: "Lost",
  waiting: "Waiting",
};

/** Why a run is lost. Those whose sender reports no span before its end are given longer than the others. */
export const LOST_RUN_REASON = "nothing was heard of it for too long";

/** Why a span is lost. */
export const LOST_REASON = `no heartbeat for ${LOST_AFTER_MS / 1000} s`;
