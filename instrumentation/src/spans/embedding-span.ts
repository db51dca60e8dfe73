import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_MEMORY_ID,
  ATTR_MODEL_TYPE,
  OPERATION_EMBEDDING,
} from "@runline/contract";
import type { EmbeddingInput, EmbeddingResult } from "../types.ts";
import type { StepEnd, StepSpec } from "./step-spec.ts";

export function toEmbeddingSpec(input: EmbeddingInput): StepSpec {
  const modelType = input.modelType ?? "TEXT_EMBEDDING";
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

export function toEmbeddingEnd(result: EmbeddingResult, error: unknown): StepEnd {
  return {
    attributes: {
      [ATTR_GEN_AI_RESPONSE_MODEL]: result.responseModel,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: result.inputTokens,
    },
    error,
  };
}
