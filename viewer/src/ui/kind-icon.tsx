import type { SpanKind } from "@runline/contract";
import { Shape } from "./shape.tsx";

const PATHS: Record<SpanKind, string> = {
  run: "M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z",
  plan: "M3 3.5h10v2H3zM3 7h10v2H3zM3 10.5h7v2H3z",
  action: "M8 2.5 13.5 8 8 13.5 2.5 8Z",
  model_call: "M8 3 14 13H2Z",
  evaluator: "M3.5 3.5h9v9h-9z",
  embedding: "M8 2.5 13.5 8 8 13.5 2.5 8ZM8 5.4 5.4 8 8 10.6 10.6 8Z",
  composed_state: "M8 2.5 14 6 8 9.5 2 6ZM3.4 8.1 8 10.8l4.6-2.7L14 9 8 12.5 2 9Z",
  context_provider: "M4 4h8v8H4ZM5.6 5.6v4.8h4.8V5.6Z",
  infrastructure: "M8 2.2l5 2.9v5.8l-5 2.9-5-2.9V5.1ZM8 4.5 5 6.2v3.6l3 1.7 3-1.7V6.2Z",
};

/** The icon of a kind of span in its colour; the word beside it says what it is. */
export function KindIcon({ kind, size = 14 }: { kind: SpanKind; size?: number }) {
  return <Shape path={PATHS[kind]} size={size} className={`kind-${kind}`} />;
}
