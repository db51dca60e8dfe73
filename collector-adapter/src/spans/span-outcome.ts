import type { RunStatus } from "@runline/contract";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanFacts } from "./span-facts.ts";

const FLAG_HAS_IS_REMOTE = 0x100;
const FLAG_IS_REMOTE = 0x200;

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
  return error ?? errorType ?? "failed without a message";
}

/** The status a run ends with: its own word, else error or completed after the span's status. */
export function getRunStatus({ runStatus, status }: SpanFacts): Exclude<RunStatus, "started"> {
  return runStatus ?? (status === "error" ? "error" : "completed");
}

/** Whether the span is the first of its process in this trace: it has no parent, or one in another process. */
export function isLocalRoot(span: OtlpSpan): boolean {
  if (span.parentSpanId === undefined) return true;
  return (span.flags & FLAG_HAS_IS_REMOTE) !== 0 && (span.flags & FLAG_IS_REMOTE) !== 0;
}
