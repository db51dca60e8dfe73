import type { SpanKind, SpanState } from "@runline/contract";

/** The word for the state of a span. */
export const STATE_WORDS: Record<SpanState, string> = {
  open: "running",
  lost: "lost",
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
  composed_state: { one: "composed state", many: "Composed state" },
  context_provider: { one: "context provider", many: "Context providers" },
  infrastructure: { one: "infrastructure span", many: "Infrastructure" },
};
