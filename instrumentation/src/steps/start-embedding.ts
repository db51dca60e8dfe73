import { toEmbeddingEnd, toEmbeddingSpec } from "../spans/embedding-span.ts";
import type { EmbeddingHandle, EmbeddingInput } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startEmbedding(kit: StepKit, input: EmbeddingInput): EmbeddingHandle {
  return startRunStep(kit, input, toEmbeddingSpec(input), toEmbeddingEnd);
}
