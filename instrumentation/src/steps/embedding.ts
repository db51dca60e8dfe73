import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_MEMORY_ID,
  ATTR_MODEL_TYPE,
  OPERATION_EMBEDDING,
} from "@runline/contract";
import { toCost } from "../cost.ts";
import { safely } from "../safely.ts";
import { toErrorDescription } from "../to-error.ts";
import { identifyRunStep } from "./run-identity.ts";
import type { RunStepInput } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepKind, StepKit, StepResult } from "./step.ts";

/** Input of an embedding: the vector written for a memory. */
export interface EmbeddingInput extends RunStepInput {
  /** Memory the vector is for. */
  memoryId?: string | undefined;
  /** Default: `TEXT_EMBEDDING`. */
  modelType?: string | undefined;
  model?: string | undefined;
  provider?: string | undefined;
}

/** End of an embedding. */
export interface EmbeddingResult extends StepResult {
  responseModel?: string | undefined;
  inputTokens?: number | undefined;
}

/** Handle of an embedding. */
export interface EmbeddingHandle extends StepHandle<EmbeddingResult> {
  /** Notes an attempt that failed and is repeated. */
  noteRetry(error: unknown): void;
}

const DEFAULT_MODEL_TYPE = "TEXT_EMBEDDING";

const EMBEDDING: StepKind<EmbeddingInput, EmbeddingResult> = {
  spanKind: SpanKind.CLIENT,
  toName: ({ model, modelType = DEFAULT_MODEL_TYPE }) => `${OPERATION_EMBEDDING} ${model ?? modelType}`,
  toAttributes: ({ model, modelType = DEFAULT_MODEL_TYPE, provider, memoryId }) => ({
    [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EMBEDDING,
    [ATTR_MODEL_TYPE]: modelType,
    [ATTR_GEN_AI_PROVIDER_NAME]: provider,
    [ATTR_GEN_AI_REQUEST_MODEL]: model,
    [ATTR_MEMORY_ID]: memoryId,
  }),
  identify: identifyRunStep,
  toEnd({ model, modelType = DEFAULT_MODEL_TYPE }, { responseModel, inputTokens }, error, { prices }) {
    const cost = toCost(prices, [responseModel, model, modelType], { inputTokens, outputTokens: 0 });
    return {
      attributes: {
        [ATTR_GEN_AI_RESPONSE_MODEL]: responseModel,
        [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: inputTokens,
        [ATTR_GEN_AI_USAGE_COST]: cost,
      },
      error,
    };
  },
};

class EmbeddingSpanHandle extends SpanHandle<EmbeddingInput, EmbeddingResult> implements EmbeddingHandle {
  noteRetry(error: unknown): void {
    const note = (): void => {
      const { message } = toErrorDescription(error, this.step.kit.secrets());
      this.addEvent("retry", { "exception.message": message });
    };
    safely("noting a retry", note, undefined);
  }
}

export function startEmbedding(kit: StepKit, input: EmbeddingInput): EmbeddingHandle {
  return new EmbeddingSpanHandle(startStep(kit, EMBEDDING, input));
}
