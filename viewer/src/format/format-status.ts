import type { RunSummary } from "@runline/contract";

/** What a run looks like: its status, or `lost` for one that stopped being heard of. */
export type ShownStatus = RunSummary["status"] | "lost";

/** The look of a run: a `started` one that is lost looks different from one that goes on. */
export function toShownStatus(run: Pick<RunSummary, "status" | "lost">): ShownStatus {
  return run.status === "started" && run.lost ? "lost" : run.status;
}

/** The word for a look, as on the badge. */
export const STATUS_WORDS: Record<ShownStatus, string> = {
  started: "Started",
  completed: "Completed",
  timeout: "Timeout",
  error: "Error",
  lost: "No end received",
};
