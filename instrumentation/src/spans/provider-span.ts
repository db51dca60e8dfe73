import { SpanKind } from "@opentelemetry/api";
import { ATTR_GEN_AI_OPERATION_NAME, ATTR_PROVIDER_NAME, OPERATION_PROVIDER } from "@runline/contract";
import type { ProviderInput } from "../types.ts";
import type { StepSpec } from "./step-spec.ts";

/** What the provider contributes is left out, also when content is captured: the prompt has it already. */
export function toProviderSpec(input: ProviderInput): StepSpec {
  return {
    name: `${OPERATION_PROVIDER} ${input.name}`,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_PROVIDER, [ATTR_PROVIDER_NAME]: input.name },
  };
}
