import { SpanKind } from "@opentelemetry/api";
import { ATTR_CONTEXT_PROVIDER_NAME, ATTR_GEN_AI_OPERATION_NAME, OPERATION_CONTEXT_PROVIDER } from "@runline/contract";
import type { ContextProviderInput } from "../types.ts";
import type { StepSpec } from "./step-spec.ts";

/** What the context provider contributes is left out, also when content is captured: the prompt has it already. */
export function toContextProviderSpec(input: ContextProviderInput): StepSpec {
  return {
    name: `${OPERATION_CONTEXT_PROVIDER} ${input.name}`,
    kind: SpanKind.INTERNAL,
    attributes: { [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_CONTEXT_PROVIDER, [ATTR_CONTEXT_PROVIDER_NAME]: input.name },
  };
}
