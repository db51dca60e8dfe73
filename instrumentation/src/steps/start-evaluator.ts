import { toEvaluatorSpec } from "../spans/evaluator-span.ts";
import type { EvaluatorHandle, EvaluatorInput } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startEvaluator(kit: StepKit, input: EvaluatorInput): EvaluatorHandle {
  return startRunStep(kit, input, toEvaluatorSpec(input));
}
