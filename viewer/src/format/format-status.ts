import type { RunSummary, SpanKind, SpanState } from "@runline/contract";

/** What a run looks like: its status, or `lost` for one that stopped being heard of. */
export type ShownStatus = RunSummary["status"] | "lost";

/** The look of a run: a `started` one that is lost looks different from one that goes on. */
export function toShownStatus(run: Pick<RunSummary, "status" | "lost">): ShownStatus {
  return run.status === "started" && run.lost ? "lost" : run.status;
}

/** The word for a look, as on the badge. */
export const STATUS_WORDS: Record<ShownStatus, string> = {
  started: "Started",
  completed: "Completed",
  timeout: "Timeout",
  error: "Error",
  lost: "No end received",
};

/** The word for the state of a span. */
export const STATE_WORDS: Record<SpanState, string> = {
  open: "in progress",
  lost: "no end received",
  ok: "ok",
  error: "error",
  timeout: "timeout",
};

/** The words for the kind of a span, one and many. */
export const KIND_WORDS: Record<SpanKind, { one: string; many: string }> = {
  run: { one: "run", many: "Runs" },
  plan: { one: "plan", many: "Plans" },
  action: { one: "action", many: "Actions" },
  model_call: { one: "model call", many: "Model calls" },
  embedding: { one: "embedding", many: "Embeddings" },
  evaluator: { one: "evaluator", many: "Evaluators" },
  state: { one: "state", many: "State" },
  provider: { one: "provider", many: "Providers" },
  infrastructure: { one: "infrastructure span", many: "Infrastructure" },
};
