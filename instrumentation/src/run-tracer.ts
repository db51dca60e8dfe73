import { ProxyTracerProvider, trace } from "@opentelemetry/api";
import type { Tracer, TracerProvider } from "@opentelemetry/api";
import { createContentFormat } from "./content/create-content-format.ts";
import type { RedactContent } from "./content/create-content-format.ts";
import { createSecretFilter } from "./content/create-secret-filter.ts";
import type { SecretSource } from "./content/create-secret-filter.ts";
import { globalContextStorage } from "./context-storage.ts";
import type { ContextStorage } from "./context-storage.ts";
import { parsePriceTable } from "./cost.ts";
import type { PriceTable } from "./cost.ts";
import { reportProblem, safely } from "./safely.ts";
import { startAction } from "./steps/action.ts";
import type { ActionHandle, ActionInput } from "./steps/action.ts";
import { startComposedState } from "./steps/composed-state.ts";
import type { ComposedStateHandle, ComposedStateInput } from "./steps/composed-state.ts";
import { startContextProvider } from "./steps/context-provider.ts";
import type { ContextProviderHandle, ContextProviderInput } from "./steps/context-provider.ts";
import { startEmbedding } from "./steps/embedding.ts";
import type { EmbeddingHandle, EmbeddingInput } from "./steps/embedding.ts";
import { startEvaluator } from "./steps/evaluator.ts";
import type { EvaluatorHandle, EvaluatorInput } from "./steps/evaluator.ts";
import { startModelCall } from "./steps/model-call.ts";
import type { ModelCallHandle, ModelCallInput } from "./steps/model-call.ts";
import { withStep } from "./steps/observe-call.ts";
import { startPlan } from "./steps/plan.ts";
import type { PlanHandle, PlanInput } from "./steps/plan.ts";
import { startRun } from "./steps/run.ts";
import type { RunHandle, RunInput } from "./steps/run.ts";
import type { SpanIdSource, StepKit } from "./steps/step.ts";
import { VERSION } from "./version.ts";

/** Name of the instrumentation scope of every span of ours. */
const SCOPE_NAME = "@runline/instrumentation";

/** Options of {@link createRunTracer}. */
export interface RunTracerOptions {
  /** Agent whose runs these are (UUID). Default: none; Runline then derives one from `service.name`. */
  agentId?: string | undefined;
  /** Name people know the agent by. */
  agentName?: string | undefined;
  /** Keeps messages, prompts, arguments and results, cut at 16,384 characters of JSON each. Default: `false`. */
  captureContent?: boolean | undefined;
  /** Sees each piece of content and says what is kept of it. Default: all is. */
  redact?: RedactContent | undefined;
  /** Replaced by `[secret]` in content, error messages, stacks and events. Default: none. */
  secrets?: SecretSource | undefined;
  /** Gives model calls and embeddings with known tokens a cost. Default: none; they have no cost. */
  prices?: PriceTable | undefined;
  /** Default: OpenTelemetry's global one. */
  tracerProvider?: TracerProvider | undefined;
  /** Carries the active step along. Default: OpenTelemetry's global context. */
  contextStorage?: ContextStorage | undefined;
  /** Gives runs and actions their own ids as trace and span ids. Default: none; ids are random. */
  spanIds?: SpanIdSource | undefined;
}

/**
 * Turns the steps of an agent into spans. Every step has two forms: `start…` returns a handle to end, `with…` calls a
 * function, hands its value or error through untouched (sync or async) and ends the step. A step's parent is what is active,
 * or `input.parent`. Nothing here throws because of telemetry.
 */
export interface RunTracer {
  startRun(input?: RunInput): RunHandle;
  withRun<T>(input: RunInput, fn: (run: RunHandle) => T): T;
  startPlan(input?: PlanInput): PlanHandle;
  withPlan<T>(input: PlanInput, fn: (plan: PlanHandle) => T): T;
  startAction(input: ActionInput): ActionHandle;
  withAction<T>(input: ActionInput, fn: (action: ActionHandle) => T): T;
  startModelCall(input?: ModelCallInput): ModelCallHandle;
  withModelCall<T>(input: ModelCallInput, fn: (call: ModelCallHandle) => T): T;
  startEmbedding(input?: EmbeddingInput): EmbeddingHandle;
  withEmbedding<T>(input: EmbeddingInput, fn: (embedding: EmbeddingHandle) => T): T;
  startEvaluator(input: EvaluatorInput): EvaluatorHandle;
  withEvaluator<T>(input: EvaluatorInput, fn: (evaluator: EvaluatorHandle) => T): T;
  startComposedState(input?: ComposedStateInput): ComposedStateHandle;
  withComposedState<T>(input: ComposedStateInput, fn: (state: ComposedStateHandle) => T): T;
  startContextProvider(input: ContextProviderInput): ContextProviderHandle;
  withContextProvider<T>(input: ContextProviderInput, fn: (provider: ContextProviderHandle) => T): T;
}

/**
 * Creates the tracer of one agent.
 *
 * @example
 * const tracer = createRunTracer({ agentName: "Weather Guide" });
 * await tracer.withRun({ roomId, messageId }, async (run) => {
 *   const weather = await tracer.withAction({ name: "GET_WEATHER" }, () => getWeather("Paris"));
 *   const call = tracer.startModelCall({ model: "gpt-4o-mini", provider: "openai" });
 *   const answer = await ask(weather);
 *   call.end({ inputTokens: answer.inputTokens, outputTokens: answer.outputTokens });
 *   run.end({ output: answer.text });
 * });
 */
export function createRunTracer(options: RunTracerOptions = {}): RunTracer {
  const secrets = createSecretFilter(options.secrets);
  const kit: StepKit = {
    tracer: getTracer(options.tracerProvider ?? trace),
    storage: options.contextStorage ?? globalContextStorage,
    spanIds: options.spanIds,
    agent: { agentId: options.agentId, agentName: options.agentName },
    secrets,
    content: createContentFormat({
      captureContent: options.captureContent === true,
      redact: options.redact,
      secrets,
    }),
    prices: safely("reading the prices", () => parsePriceTable(options.prices, reportProblem), {}),
  };
  return {
    startRun: (input = {}) => startRun(kit, input),
    withRun: (input, fn) => withStep(startRun(kit, input), fn),
    startPlan: (input = {}) => startPlan(kit, input),
    withPlan: (input, fn) => withStep(startPlan(kit, input), fn),
    startAction: (input) => startAction(kit, input),
    withAction: (input, fn) => withStep(startAction(kit, input), fn),
    startModelCall: (input = {}) => startModelCall(kit, input),
    withModelCall: (input, fn) => withStep(startModelCall(kit, input), fn),
    startEmbedding: (input = {}) => startEmbedding(kit, input),
    withEmbedding: (input, fn) => withStep(startEmbedding(kit, input), fn),
    startEvaluator: (input) => startEvaluator(kit, input),
    withEvaluator: (input, fn) => withStep(startEvaluator(kit, input), fn),
    startComposedState: (input = {}) => startComposedState(kit, input),
    withComposedState: (input, fn) => withStep(startComposedState(kit, input), fn),
    startContextProvider: (input) => startContextProvider(kit, input),
    withContextProvider: (input, fn) => withStep(startContextProvider(kit, input), fn),
  };
}

/** A provider that is broken costs the recording and nothing else. */
function getTracer(provider: Pick<TracerProvider, "getTracer">): Tracer {
  const none = new ProxyTracerProvider().getTracer(SCOPE_NAME, VERSION);
  return safely("getting a tracer", () => provider.getTracer(SCOPE_NAME, VERSION), none);
}
