import { toSpanId } from "../ids.ts";
import { toActionEnd, toActionSpec } from "../spans/action-span.ts";
import type { ActionHandle, ActionInput, ActionResult } from "../types.ts";
import { addBackgroundIdentity, addPlanIdentity } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startAction(kit: StepKit, input: ActionInput): ActionHandle {
  const actionId = input.actionId ?? globalThis.crypto.randomUUID();
  const step = startStep(kit, {
    input,
    spec: toActionSpec(input, actionId, kit.content),
    addIdentity(attributes, outer) {
      if (outer === undefined) addBackgroundIdentity(attributes, kit.agent);
      else addPlanIdentity(attributes, outer, outer.planRunId);
    },
    toRunScope: (outer, action) => outer && { ...outer, action: { actionId, actionName: input.name }, span: action },
    ids: { spanId: toSpanId(actionId) },
  });
  const handle = new SpanHandle<ActionResult>(step, {
    runId: step.scope?.planRunId ?? step.scope?.runId,
    storage: kit.storage,
    toEnd: (result, error) => toActionEnd(result, error, kit.content),
  });
  return Object.assign(handle, { actionId });
}
