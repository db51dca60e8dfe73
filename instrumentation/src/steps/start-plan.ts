import { toPlanSpec } from "../spans/plan-span.ts";
import type { PlanHandle, PlanInput } from "../types.ts";
import { addBackgroundIdentity, addPlanIdentity } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startPlan(kit: StepKit, input: PlanInput): PlanHandle {
  const planRunId = input.runId ?? globalThis.crypto.randomUUID();
  const step = startStep(kit, {
    input,
    spec: toPlanSpec(input),
    addIdentity(attributes, outer) {
      if (outer === undefined) addBackgroundIdentity(attributes, kit.agent);
      else addPlanIdentity(attributes, outer, planRunId);
    },
    toRunScope: (outer, plan) => outer && { ...outer, planRunId, span: plan },
  });
  return new SpanHandle(step, {
    runId: step.scope && planRunId,
    storage: kit.storage,
    toEnd: (_result, error) => ({ attributes: {}, error }),
  });
}
