import type { SpanKind } from "@runline/contract";
import { action } from "./action.ts";
import { composedState } from "./composed-state.ts";
import { contextProvider } from "./context-provider.ts";
import { embedding } from "./embedding.ts";
import { evaluator } from "./evaluator.ts";
import { infrastructure } from "./infrastructure.ts";
import type { Kind } from "./kind.ts";
import { modelCall } from "./model-call.ts";
import { plan } from "./plan.ts";
import { run } from "./run.ts";

/** All that depends on the kind of a span. */
export const KINDS: { readonly [kind in SpanKind]: Kind } = {
  run,
  plan,
  action,
  model_call: modelCall,
  embedding,
  evaluator,
  composed_state: composedState,
  context_provider: contextProvider,
  infrastructure,
};
