import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, OPERATION_COMPOSED_STATE } from "@runline/contract";
import { identifyRunStep } from "./run-identity.ts";
import type { RunStepInput } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepKind, StepKit } from "./step.ts";

/** Input of a composed state: what a model is shown, put together. */
export type ComposedStateInput = RunStepInput;

/** Handle of a composed state. */
export type ComposedStateHandle = StepHandle;

const COMPOSED_STATE: StepKind<ComposedStateInput> = {
  spanKind: SpanKind.INTERNAL,
  toName: () => OPERATION_COMPOSED_STATE,
  toAttributes: () => ({ [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_COMPOSED_STATE }),
  identify: identifyRunStep,
};

export function startComposedState(kit: StepKit, input: ComposedStateInput): ComposedStateHandle {
  return new SpanHandle(startStep(kit, COMPOSED_STATE, input));
}
