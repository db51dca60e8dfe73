import { safely } from "../safely.ts";
import { toEmbeddingEnd, toEmbeddingSpec } from "../spans/embedding-span.ts";
import { toErrorDescription } from "../to-error.ts";
import type { EmbeddingHandle, EmbeddingInput, EmbeddingResult } from "../types.ts";
import { startRunStep } from "./start-run-step.ts";
import type { StepKit } from "./step-kit.ts";

export function startEmbedding(kit: StepKit, input: EmbeddingInput): EmbeddingHandle {
  const handle = startRunStep<EmbeddingResult>(kit, input, toEmbeddingSpec(input), {
    toEnd: (result, error) => toEmbeddingEnd(input, result, error, kit.prices),
  });
  return Object.assign(handle, {
    noteRetry(error: unknown) {
      const note = (): void => {
        const { message } = toErrorDescription(error, kit.secrets());
        handle.addEvent("retry", { "exception.message": message });
      };
      safely("noting a retry", note, undefined);
    },
  });
}
