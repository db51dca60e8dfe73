import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, OPERATION_STATE } from "@runline/contract";
import type { StepSpec } from "./step-spec.ts";

export function toStateSpec(): StepSpec {
  return {
    name: OPERATION_STATE,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_STATE },
  };
}
