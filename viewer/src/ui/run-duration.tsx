import type { RunSummary } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { useApp } from "../models/app-context.ts";

/** How long a run took, or has been going on for, growing as one looks. A lost run has no known duration. */
export function RunDuration({ run }: { run: RunSummary }) {
  if (run.durationMs !== undefined) return <span class="duration">{formatDuration(run.durationMs)}</span>;
  if (run.lost) return <span class="duration muted">unknown</span>;
  return <RunningDuration startedAt={run.startedAt} />;
}

function RunningDuration({ startedAt }: { startedAt: number }) {
  const { clock } = useApp();
  return <span class="duration">{formatDuration(clock.now.value - startedAt)}…</span>;
}
