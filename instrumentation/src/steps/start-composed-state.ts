import { toComposedStateSpec } from "../spans/composed-state-span.ts";
import type { ComposedStateHandle, ComposedStateInput } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startComposedState(kit: StepKit, input: ComposedStateInput): ComposedStateHandle {
  return startRunStep(kit, input, toComposedStateSpec());
}
