import { LOST_AFTER_MS, type RunSummary } from "@runline/contract";

/** What a run looks like: its status, or `lost` for one that is heard of no more. */
export type ShownStatus = RunSummary["status"] | "lost";

/** The look of a run: a `started` one that is lost looks different from one that goes on. */
export function toShownStatus(run: Pick<RunSummary, "status" | "lost">): ShownStatus {
  return run.status === "started" && run.lost ? "lost" : run.status;
}

/** The word for a look, the same on badge, filter and chart. */
export const STATUS_WORDS: Record<ShownStatus, string> = {
  started: "Running",
  completed: "Completed",
  timeout: "Timeout",
  error: "Error",
  lost: "Lost",
};

/** Why a run is lost. Those whose sender reports no span before its end are given longer than the others. */
export const LOST_RUN_REASON = "nothing was heard of it for too long";

/** Why a span is lost. */
export const LOST_REASON = `no heartbeat for ${LOST_AFTER_MS / 1000} s`;
