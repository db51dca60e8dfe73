import { ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK } from "@runline/contract";
import { toModelCallEnd, toModelCallSpec } from "../spans/model-call-span.ts";
import type { ModelCallHandle, ModelCallInput } from "../types.ts";
import { toBackgroundIdentity, toRunIdentity } from "./run-identity.ts";
import { createStepHandle } from "./step-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startModelCall(kit: StepKit, input: ModelCallInput): ModelCallHandle {
  const step = startStep(kit, {
    input,
    spec: toModelCallSpec(input, kit.content),
    toIdentity: (outer) => (outer ? toRunIdentity(outer) : toBackgroundIdentity(kit.agent, input.phase)),
    toScope: (outer, call) => outer && { ...outer, span: call },
  });
  const handle = createStepHandle({
    ...step,
    runId: step.scope?.runId,
    storage: kit.storage,
    toEnd: (result, error) => toModelCallEnd(result, error, kit.content),
  });
  const startedAtMs = performance.now();
  let hasChunk = false;
  return {
    ...handle,
    markFirstChunk() {
      if (hasChunk) return;
      hasChunk = true;
      handle.setAttributes({ [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: (performance.now() - startedAtMs) / 1_000 });
    },
  };
}
