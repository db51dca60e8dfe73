import { toStateSpec } from "../spans/state-span.ts";
import type { StateHandle, StateInput } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startState(kit: StepKit, input: StateInput): StateHandle {
  return startRunStep(kit, input, toStateSpec());
}
