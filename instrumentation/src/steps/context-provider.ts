import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_AGENT_ID,
  ATTR_CONTEXT_PROVIDER_NAME,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_RUN_ID,
  OPERATION_CONTEXT_PROVIDER,
} from "@runline/contract";
import { identifyBackground } from "./run-identity.ts";
import type { RunStepInput } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepKind, StepKit } from "./step.ts";

/** Input of a context provider: one contribution to a composed state. */
export interface ContextProviderInput extends RunStepInput {
  /** @example "RECENT_MESSAGES" */
  name: string;
}

/** Handle of a context provider. */
export type ContextProviderHandle = StepHandle;

const CONTEXT_PROVIDER: StepKind<ContextProviderInput> = {
  spanKind: SpanKind.INTERNAL,
  toName: ({ name }) => `${OPERATION_CONTEXT_PROVIDER} ${name}`,
  // What the context provider contributes is left out, also when content is captured: the prompt has it already.
  toAttributes: ({ name }) => ({
    [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_CONTEXT_PROVIDER,
    [ATTR_CONTEXT_PROVIDER_NAME]: name,
  }),
  // A run has dozens of them: what more there is to know stands on the composed state and the run around.
  identify(attributes, around, { phase }, kit) {
    if (around === undefined) return identifyBackground(attributes, kit, phase);
    attributes[ATTR_RUN_ID] = around.runId;
    attributes[ATTR_AGENT_ID] = around.owner.agentId;
    return around.runId;
  },
};

export function startContextProvider(kit: StepKit, input: ContextProviderInput): ContextProviderHandle {
  return new SpanHandle(startStep(kit, CONTEXT_PROVIDER, input));
}
