import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_PLAN_SIZE, OPERATION_PLAN } from "@runline/contract";
import type { PlanInput } from "../types.ts";
import type { StepSpec } from "./step-spec.ts";

export function toPlanSpec(input: PlanInput): StepSpec {
  return {
    name: OPERATION_PLAN,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_PLAN, [ATTR_PLAN_SIZE]: input.size },
  };
}
