import type { RunSummary } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { toWorkMs } from "../format/work-ms.ts";
import { useApp } from "../models/app-context.ts";

/** How long a run worked, or has been working for, growing as one looks. A lost run has no known duration. */
export function RunDuration({ run }: { run: RunSummary }) {
  const { clock } = useApp();
  if (run.lost) return <span class="duration muted">unknown</span>;
  const workMs = toWorkMs(run);
  return (
    <span class="duration">
      {workMs === undefined
        ? `${formatDuration(clock.now.value - run.startedAt - (run.time?.waitMs ?? 0))}…`
        : formatDuration(workMs)}
    </span>
  );
}
