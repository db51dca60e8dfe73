import { toContextProviderSpec } from "../spans/context-provider-span.ts";
import type { ContextProviderHandle, ContextProviderInput } from "../types.ts";
import { addShortIdentity } from "./run-identity.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startContextProvider(kit: StepKit, input: ContextProviderInput): ContextProviderHandle {
  return startRunStep(kit, input, toContextProviderSpec(input), { addIdentity: addShortIdentity });
}
