import type { RunSummary } from "@runline/contract";

type TimedRun = Pick<RunSummary, "durationMs" | "waiting" | "startedAt" | "time">;

/** How long a run has worked: what it waited for a person or another system is not its own. `undefined` while it goes on working, or is lost. */
export function toWorkMs({ durationMs, waiting, startedAt, time }: TimedRun): number | undefined {
  const wholeMs = durationMs ?? (waiting && waiting.since - startedAt);
  return wholeMs === undefined ? undefined : wholeMs - (time?.waitMs ?? 0);
}
