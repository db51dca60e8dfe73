import { NO_MESSAGE, type RunStatus } from "@runline/contract";
import type { SpanFacts } from "./span-facts.ts";

/** Whether the step failed, in the words of its family. */
export function isFailed({ status }: SpanFacts): boolean {
  return status === "error";
}

/** The status of a step's row. */
export function toResultWord(facts: SpanFacts): "failed" | "completed" {
  return isFailed(facts) ? "failed" : "completed";
}

/** What went wrong, in the agent's words; `undefined` when nothing did. */
export function getErrorText({ status, error, errorType }: SpanFacts): string | undefined {
  if (error === undefined && status !== "error") return undefined;
  return error ?? errorType ?? NO_MESSAGE;
}

/** The status a run ends with: its own word, else error or completed after the span's status. */
export function getRunStatus({ runStatus, status }: SpanFacts): Exclude<RunStatus, "started"> {
  return runStatus ?? (status === "error" ? "error" : "completed");
}
