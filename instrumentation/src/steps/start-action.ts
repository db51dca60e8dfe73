import { toSpanId } from "../ids.ts";
import { toActionEnd, toActionSpec } from "../spans/action-span.ts";
import type { ActionHandle, ActionInput } from "../types.ts";
import { toBackgroundIdentity, toPlanIdentity } from "./run-identity.ts";
import { createStepHandle } from "./step-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startAction(kit: StepKit, input: ActionInput): ActionHandle {
  const actionId = input.actionId ?? globalThis.crypto.randomUUID();
  const step = startStep(kit, {
    input,
    spec: toActionSpec(input, actionId, kit.content),
    toIdentity: (outer) => (outer ? toPlanIdentity(outer, outer.planRunId) : toBackgroundIdentity(kit.agent)),
    toScope: (outer, action) => outer && { ...outer, action: { actionId, actionName: input.name }, span: action },
    ids: { spanId: toSpanId(actionId) },
  });
  const handle = createStepHandle({
    ...step,
    runId: step.scope?.planRunId ?? step.scope?.runId,
    storage: kit.storage,
    toEnd: (result, error) => toActionEnd(result, error, kit.content),
  });
  return { ...handle, actionId };
}
