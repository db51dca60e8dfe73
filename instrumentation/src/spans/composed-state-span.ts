import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, OPERATION_COMPOSED_STATE } from "@runline/contract";
import type { StepSpec } from "./step-spec.ts";

export function toComposedStateSpec(): StepSpec {
  return {
    name: OPERATION_COMPOSED_STATE,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_COMPOSED_STATE },
  };
}
