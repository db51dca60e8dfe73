import { NO_MESSAGE, type RunStatus } from "@runline/contract";
import type { SpanFacts } from "./span-facts.ts";

/** Whether the step failed or ran out of time, in the words of its family. */
export function isFailed({ status }: SpanFacts): boolean {
  return status === "error" || status === "timeout";
}

/** The status of a step's row. */
export function toResultWord(facts: SpanFacts): "failed" | "completed" {
  return isFailed(facts) ? "failed" : "completed";
}

/** What went wrong, in the agent's words; `undefined` when nothing did. */
export function getErrorText(facts: SpanFacts): string | undefined {
  const { status, error, errorType } = facts;
  if (error === undefined && !isFailed(facts)) return undefined;
  // That it timed out says the status.
  return error ?? errorType ?? (status === "error" ? NO_MESSAGE : undefined);
}

/** The status a run ends with: its own word, else that of its span. One that only pauses goes on. */
export function getRunStatus({ runStatus, status = "ok", isPaused }: SpanFacts): RunStatus {
  return runStatus ?? (status !== "ok" ? status : isPaused ? "started" : "completed");
}
