import type { ShownKind } from "../models/shown-kind.ts";

/** How a kind of span is told and shown. */
interface KindLook {
  /** The word for one, in a sentence. */
  one: string;
  /** The word for many, as a heading. */
  many: string;
  /** CSS variable of its colour. */
  color: string;
  /** Path of its icon in a box of 16 × 16. */
  icon: string;
}

/** @see ShownKind */
export const KINDS: Record<ShownKind, KindLook> = {
  run: {
    one: "run",
    many: "Runs",
    color: "--kind-run",
    icon: "M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  },
  plan: {
    one: "plan",
    many: "Plans",
    color: "--kind-plan",
    icon: "M3 3.5h10v2H3zM3 7h10v2H3zM3 10.5h7v2H3z",
  },
  action: {
    one: "action",
    many: "Actions",
    color: "--kind-action",
    icon: "M8 2.5 13.5 8 8 13.5 2.5 8Z",
  },
  model_call: {
    one: "model call",
    many: "Model calls",
    color: "--kind-model-call",
    icon: "M8 3 14 13H2Z",
  },
  embedding: {
    one: "embedding",
    many: "Embeddings",
    color: "--kind-embedding",
    icon: "M8 2.5 13.5 8 8 13.5 2.5 8ZM8 5.4 5.4 8 8 10.6 10.6 8Z",
  },
  evaluator: {
    one: "evaluator",
    many: "Evaluators",
    color: "--kind-evaluator",
    icon: "M3.5 3.5h9v9h-9z",
  },
  composed_state: {
    one: "composed state",
    many: "Composed state",
    color: "--kind-composed-state",
    icon: "M8 2.5 14 6 8 9.5 2 6ZM3.4 8.1 8 10.8l4.6-2.7L14 9 8 12.5 2 9Z",
  },
  context_provider: {
    one: "context provider",
    many: "Context providers",
    color: "--kind-context-provider",
    icon: "M4 4h8v8H4ZM5.6 5.6v4.8h4.8V5.6Z",
  },
  infrastructure: {
    one: "infrastructure span",
    many: "Infrastructure",
    color: "--kind-infrastructure",
    icon: "M8 2.2l5 2.9v5.8l-5 2.9-5-2.9V5.1ZM8 4.5 5 6.2v3.6l3 1.7 3-1.7V6.2Z",
  },
  wait: {
    one: "wait",
    many: "Waiting",
    color: "--status-waiting",
    icon: "M4.5 3H7v10H4.5ZM9 3h2.5v10H9Z",
  },
};
