import { SpanKind } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROVIDER_NAME,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_COST,
  ATTR_GEN_AI_USAGE_INPUT_TOKENS,
  ATTR_GEN_AI_USAGE_OUTPUT_TOKENS,
  ATTR_MODEL_ATTEMPT,
  ATTR_MODEL_TYPE,
  OPERATION_MODEL_CALL,
} from "@runline/contract";
import { toAssistantMessages, toUserMessages } from "../content/create-content-format.ts";
import { toCost } from "../cost.ts";
import { identifyRunStep } from "./run-identity.ts";
import type { RunStepInput } from "./run-identity.ts";
import { SpanHandle } from "./span-handle.ts";
import { startStep } from "./start-step.ts";
import type { StepHandle, StepKind, StepKit, StepResult } from "./step.ts";

/** Input of a model call. */
export interface ModelCallInput extends RunStepInput {
  /** Model slot, in elizaOS's words. @example "TEXT_LARGE" */
  modelType?: string | undefined;
  /** Model asked for. @example "gpt-4o-mini" */
  model?: string | undefined;
  /** Who serves it. @example "openai" */
  provider?: string | undefined;
  /** `true` when the answer is streamed. */
  stream?: boolean | undefined;
  /** 2 and more when it repeats the call before it word for word, as after an answer that could not be parsed. */
  attempt?: number | undefined;
  /** Content: messages or prompt. Kept only when content is captured. */
  input?: unknown;
}

/** End of a model call. Tokens follow the GenAI conventions: input includes cached ones, output includes reasoning. */
export interface ModelCallResult extends StepResult {
  responseModel?: string | undefined;
  inputTokens?: number | undefined;
  /** How many of the input tokens the provider read from its cache. */
  cachedInputTokens?: number | undefined;
  outputTokens?: number | undefined;
  /** Content: kept only when content is captured. */
  output?: unknown;
}

/** A model call that has started. */
export interface ModelCallHandle extends StepHandle<ModelCallResult> {
  /** Call when the first chunk of a streamed answer arrives; only the first call counts. */
  markFirstChunk(): void;
}

const MODEL_CALL: StepKind<ModelCallInput, ModelCallResult> = {
  spanKind: SpanKind.CLIENT,
  toName({ model, modelType }) {
    const label = model ?? modelType;
    return label === undefined ? OPERATION_MODEL_CALL : `${OPERATION_MODEL_CALL} ${label}`;
  },
  toAttributes: ({ model, modelType, attempt, provider, stream, input }, { content }) => ({
    [ATTR_GEN_AI_OPERATION_NAME]: OPERATION_MODEL_CALL,
    [ATTR_MODEL_TYPE]: modelType,
    [ATTR_MODEL_ATTEMPT]: attempt !== undefined && attempt > 1 ? attempt : undefined,
    [ATTR_GEN_AI_PROVIDER_NAME]: provider,
    [ATTR_GEN_AI_REQUEST_MODEL]: model,
    // The conventions set it only when true.
    [ATTR_GEN_AI_REQUEST_STREAM]: stream === true ? true : undefined,
    [ATTR_GEN_AI_INPUT_MESSAGES]: content(ATTR_GEN_AI_INPUT_MESSAGES, input, toUserMessages),
  }),
  identify: identifyRunStep,
  toEnd: ({ model, modelType }, result, error, { content, prices }) => ({
    attributes: {
      [ATTR_GEN_AI_RESPONSE_MODEL]: result.responseModel,
      [ATTR_GEN_AI_USAGE_INPUT_TOKENS]: result.inputTokens,
      [ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]: result.cachedInputTokens,
      [ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]: result.outputTokens,
      [ATTR_GEN_AI_USAGE_COST]: toCost(prices, [result.responseModel, model, modelType], result),
      [ATTR_GEN_AI_OUTPUT_MESSAGES]: content(ATTR_GEN_AI_OUTPUT_MESSAGES, result.output, toAssistantMessages),
    },
    error,
  }),
};

class ModelCallSpanHandle extends SpanHandle<ModelCallInput, ModelCallResult> implements ModelCallHandle {
  private readonly startedAtMs = performance.now();
  private hasChunk = false;

  markFirstChunk(): void {
    if (this.hasChunk) return;
    this.hasChunk = true;
    const seconds = (performance.now() - this.startedAtMs) / 1_000;
    this.setAttributes({ [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: seconds });
  }
}

export function startModelCall(kit: StepKit, input: ModelCallInput): ModelCallHandle {
  return new ModelCallSpanHandle(startStep(kit, MODEL_CALL, input));
}
