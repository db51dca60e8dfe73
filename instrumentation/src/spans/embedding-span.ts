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
import { toCost } from "../cost/to-cost.ts";
import type { EmbeddingInput, EmbeddingResult, PriceTable } from "../types.ts";
import type { StepEnd, StepSpec } from "./step-spec.ts";

const DEFAULT_MODEL_TYPE = "TEXT_EMBEDDING";

export function toEmbeddingSpec(input: EmbeddingInput): StepSpec {
  const modelType = input.modelType ?? DEFAULT_MODEL_TYPE;
  return {
    name: `${OPERATION_EMBEDDING} ${input.model ?? modelType}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_EMBEDDING,
      [ATTR_MODEL_TYPE]: modelType,
      [ATTR_GEN_AI_PROVIDER_NAME]: input.provider,
      [ATTR_GEN_AI_REQUEST_MODEL]: input.model,
      [ATTR_MEMORY_ID]: input.memoryId,
    },
  };
}

export function toEmbeddingEnd(
  { model, modelType = DEFAULT_MODEL_TYPE }: EmbeddingInput,
  { responseModel, inputTokens }: EmbeddingResult,
  error: unknown,
  prices: PriceTable,
): StepEnd {
  return {
    attributes: {
      [ATTR_GEN_AI_RESPONSE_MODEL]: responseModel,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: inputTokens,
      [ATTR_GEN_AI_USAGE_COST]: toCost(prices, { responseModel, model, modelType, inputTokens, outputTokens: 0 }),
    },
    error,
  };
}
