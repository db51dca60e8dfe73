import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_MODEL_ATTEMPT,
  ATTR_MODEL_TYPE,
  OPERATION_MODEL_CALL,
  toMessages,
} from "@runline/contract";
import type { ContentFormat } from "../content/create-content-format.ts";
import { toCost } from "../cost/to-cost.ts";
import type { ModelCallInput, ModelCallResult, PriceTable } from "../types.ts";
import type { StepEnd, StepSpec } from "./step-spec.ts";

export function toModelCallSpec(input: ModelCallInput, content: ContentFormat): StepSpec {
  const label = input.model ?? input.modelType;
  return {
    name: label === undefined ? OPERATION_MODEL_CALL : `${OPERATION_MODEL_CALL} ${label}`,
    kind: SpanKind.CLIENT,
    attributes: {
      [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_MODEL_CALL,
      [ATTR_MODEL_TYPE]: input.modelType,
      [ATTR_MODEL_ATTEMPT]: input.attempt !== undefined && input.attempt > 1 ? input.attempt : undefined,
      [ATTR_GEN_AI_PROVIDER_NAME]: input.provider,
      [ATTR_GEN_AI_REQUEST_MODEL]: input.model,
      // The conventions set it only when true.
      [ATTR_GEN_AI_REQUEST_STREAM]: input.stream === true ? true : undefined,
      [ATTR_GEN_AI_INPUT_MESSAGES]: content(ATTR_GEN_AI_INPUT_MESSAGES, input.input, (value) =>
        toMessages("user", value),
      ),
    },
  };
}

export function toModelCallEnd(
  { model, modelType }: ModelCallInput,
  result: ModelCallResult,
  error: unknown,
  { content, prices }: { content: ContentFormat; prices: PriceTable },
): StepEnd {
  const { responseModel, inputTokens, cachedInputTokens, outputTokens } = result;
  return {
    attributes: {
      [ATTR_GEN_AI_RESPONSE_MODEL]: responseModel,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: inputTokens,
      [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: cachedInputTokens,
      [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: outputTokens,
      [ATTR_GEN_AI_USAGE_COST]: toCost(prices, {
        responseModel,
        model,
        modelType,
        inputTokens,
        cachedInputTokens,
        outputTokens,
      }),
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: content(ATTR_GEN_AI_OUTPUT_MESSAGES, result.output, (value) =>
        toMessages("assistant", value),
      ),
    },
    error,
  };
}
