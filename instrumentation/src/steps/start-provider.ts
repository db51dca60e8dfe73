import { toProviderSpec } from "../spans/provider-span.ts";
import type { ProviderHandle, ProviderInput } from "../types.ts";
import { addShortIdentity } from "./run-identity.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startProvider(kit: StepKit, input: ProviderInput): ProviderHandle {
  return startRunStep(kit, input, toProviderSpec(input), { addIdentity: addShortIdentity });
}
