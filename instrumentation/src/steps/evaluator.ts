import { SpanKind } from "@opentelemetry/api";
import { ATTR_EVALUATOR_NAME, ATTR_GEN_AI_OPERATION_NAME, OPERATION_EVALUATOR } from "@runline/contract";
import { identifyRunStep } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepInput, StepKind, StepKit } from "./step.ts";

/** Input of an evaluator: a judge that looks at the run. */
export interface EvaluatorInput extends StepInput {
  /** @example "REFLECTION" */
  name: string;
}

/** Handle of an evaluator. */
export type EvaluatorHandle = StepHandle;

const EVALUATOR: StepKind<EvaluatorInput> = {
  spanKind: SpanKind.INTERNAL,
  toName: ({ name }) => `${OPERATION_EVALUATOR} ${name}`,
  toAttributes: ({ name }) => ({ [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EVALUATOR, [ATTR_EVALUATOR_NAME]: name }),
  identify: identifyRunStep,
};

export function startEvaluator(kit: StepKit, input: EvaluatorInput): EvaluatorHandle {
  return new SpanHandle(startStep(kit, EVALUATOR, input));
}
