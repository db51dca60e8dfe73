import type { RunSummary } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { toWorkMs } from "../format/work-ms.ts";
import { useApp } from "../models/app-context.ts";

/** How long a run worked, or has been working for, growing as one looks. A lost run has no known duration. */
export function RunDuration({ run }: { run: RunSummary }) {
  const workMs = toWorkMs(run);
  if (workMs !== undefined) return <span class="duration">{formatDuration(workMs)}</span>;
  if (run.lost) return <span class="duration muted">unknown</span>;
  return <RunningDuration startedAt={run.startedAt + (run.time?.waitMs ?? 0)} />;
}

function RunningDuration({ startedAt }: { startedAt: number }) {
  const { clock } = useApp();
  return <span class="duration">{formatDuration(clock.now.value - startedAt)}…</span>;
}
