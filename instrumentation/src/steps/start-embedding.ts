import { toEmbeddingEnd, toEmbeddingSpec } from "../spans/embedding-span.ts";
import type { EmbeddingHandle, EmbeddingInput } from "../types.ts";
import { toBackgroundIdentity, toRunIdentity } from "./run-identity.ts";
import { createStepHandle } from "./step-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startEmbedding(kit: StepKit, input: EmbeddingInput): EmbeddingHandle {
  const step = startStep(kit, {
    input,
    spec: toEmbeddingSpec(input),
    toIdentity: (outer) => (outer ? toRunIdentity(outer) : toBackgroundIdentity(kit.agent, input.phase)),
    toScope: (outer, embedding) => outer && { ...outer, span: embedding },
  });
  return createStepHandle({ ...step, runId: step.scope?.runId, storage: kit.storage, toEnd: toEmbeddingEnd });
}
