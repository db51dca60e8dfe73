import type { Attributes } from "@opentelemetry/api";
import type { RunScope } from "../run-scope.ts";
import type { StepEnd, StepSpec } from "../spans/step-spec.ts";
import type { StepHandle, StepInput, StepResult } from "../types.ts";
import { addBackgroundIdentity, addRunIdentity } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

/** What the input of a step that may be outside any run adds to any other's. */
interface RunStepInput extends StepInput {
  phase?: "system_init" | "background" | undefined;
}

interface RunStepOptions<Result extends StepResult> {
  /** Default: the end adds nothing but its error. */
  toEnd?: (result: Partial<Result>, error: unknown) => StepEnd;
  /** Default: all that is known of the run. */
  addIdentity?: (attributes: Attributes, scope: RunScope) => void;
}

/**
 * Starts a step that belongs to the run of the message: a model call, an embedding, an evaluator, a composed state, a
 * context provider.
 */
export function startRunStep<Result extends StepResult>(
  kit: StepKit,
  input: RunStepInput,
  spec: StepSpec,
  { toEnd = toPlainEnd, addIdentity = addRunIdentity }: RunStepOptions<Result> = {},
): StepHandle<Result> {
  const step = startStep(kit, {
    input,
    spec,
    addIdentity(attributes, outer) {
      if (outer === undefined) addBackgroundIdentity(attributes, kit.agent, input.phase);
      else addIdentity(attributes, outer);
    },
    toRunScope: (outer, span) => outer && { ...outer, span },
  });
  return new SpanHandle<Result>(step, { runId: step.scope?.runId, storage: kit.storage, toEnd });
}

function toPlainEnd(_result: unknown, error: unknown): StepEnd {
  return { attributes: {}, error };
}
