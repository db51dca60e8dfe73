import type { RunSummary } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { LOST_RUN_REASON } from "../format/format-status.ts";
import { RunWait } from "../ui/run-wait.tsx";

/** Why a run that goes on does not get on: what it waits for, or that nothing is heard of it any more. */
export function StalledRun({ run: { waiting, lastHeardAt, startedAt } }: { run: RunSummary }) {
  if (waiting) return <RunWait wait={waiting} />;
  const what =
    lastHeardAt === undefined ? LOST_RUN_REASON : `last heard of after ${formatDuration(lastHeardAt - startedAt)}`;
  return <span class="why">{what}</span>;
}
