import type { SpanState } from "@runline/contract";

/** The word for the state of a span. */
export const STATE_WORDS: Record<SpanState, string> = {
  open: "running",
  lost: "lost",
  ok: "ok",
  error: "error",
  timeout: "timeout",
};
