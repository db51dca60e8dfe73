import { ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK } from "@runline/contract";
import { toModelCallEnd, toModelCallSpec } from "../spans/model-call-span.ts";
import type { ModelCallHandle, ModelCallInput, ModelCallResult } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startModelCall(kit: StepKit, input: ModelCallInput): ModelCallHandle {
  const spec = toModelCallSpec(input, kit.content);
  const handle = startRunStep<ModelCallResult>(kit, input, spec, {
    toEnd: (result, error) => toModelCallEnd(input, result, error, kit),
  });
  const startedAtMs = performance.now();
  let hasChunk = false;
  return Object.assign(handle, {
    markFirstChunk() {
      if (hasChunk) return;
      hasChunk = true;
      handle.setAttributes({ [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: (performance.now() - startedAtMs) / 1_000 });
    },
  });
}
