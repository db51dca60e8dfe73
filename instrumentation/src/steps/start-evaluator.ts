import { toEvaluatorSpec } from "../spans/evaluator-span.ts";
import type { EvaluatorHandle, EvaluatorInput } from "../types.ts";
import { toBackgroundIdentity, toRunIdentity } from "./run-identity.ts";
import { createStepHandle } from "./step-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startEvaluator(kit: StepKit, input: EvaluatorInput): EvaluatorHandle {
  const step = startStep(kit, {
    input,
    spec: toEvaluatorSpec(input),
    toIdentity: (outer) => (outer ? toRunIdentity(outer) : toBackgroundIdentity(kit.agent)),
    toScope: (outer, evaluator) => outer && { ...outer, span: evaluator },
  });
  return createStepHandle({
    ...step,
    runId: step.scope?.runId,
    storage: kit.storage,
    toEnd: (_result, error) => ({ attributes: {}, error }),
  });
}
