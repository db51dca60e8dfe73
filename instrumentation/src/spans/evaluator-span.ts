import { SpanKind } from "@opentelemetry/api";
import { ATTR_EVALUATOR_NAME, ATTR_GEN_AI_OPERATION_NAME, OPERATION_EVALUATOR } from "@runline/contract";
import type { EvaluatorInput } from "../types.ts";
import type { StepSpec } from "./step-spec.ts";

export function toEvaluatorSpec(input: EvaluatorInput): StepSpec {
  return {
    name: `${OPERATION_EVALUATOR} ${input.name}`,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EVALUATOR, [ATTR_EVALUATOR_NAME]: input.name },
  };
}
