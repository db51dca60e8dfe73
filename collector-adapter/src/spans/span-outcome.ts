import { ATTR_ACTION_SUCCESS, ATTR_ERROR_TYPE, ATTR_RUN_STATUS, type RunStatus } from "@runline/contract";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { getText } from "./get-text.ts";

const STATUS_ERROR = 2;
const FLAG_HAS_IS_REMOTE = 0x100;
const FLAG_IS_REMOTE = 0x200;

/** Whether the step failed: an error status, or an action that reported `success: false`. */
export function isFailed(span: OtlpSpan): boolean {
  return span.statusCode === STATUS_ERROR || span.attributes[ATTR_ACTION_SUCCESS] === false;
}

/** What went wrong, in the agent's words; `undefined` when nothing did. */
export function getErrorMessage(span: OtlpSpan): string | undefined {
  if (!isFailed(span)) return undefined;
  if (span.statusMessage !== "") return span.statusMessage;
  for (const event of span.events.toReversed()) {
    const message = event.attributes["exception.message"];
    if (event.name === "exception" && typeof message === "string" && message !== "") return message;
  }
  return getText(span.attributes, ATTR_ERROR_TYPE) ?? "failed without a message";
}

/** The status a run ends with: its own word, else error or completed after the span's status. */
export function getRunStatus(span: OtlpSpan): Exclude<RunStatus, "started"> {
  const status = getText(span.attributes, ATTR_RUN_STATUS);
  if (status === "completed" || status === "timeout" || status === "error") return status;
  return isFailed(span) ? "error" : "completed";
}

/** Whether the span is the first of its process in this trace: it has no parent, or one in another process. */
export function isLocalRoot(span: OtlpSpan): boolean {
  if (span.parentSpanId === undefined) return true;
  return (span.flags & FLAG_HAS_IS_REMOTE) !== 0 && (span.flags & FLAG_IS_REMOTE) !== 0;
}
