import type { Attributes, Context, SpanContext } from "@opentelemetry/api";

/** What a step hangs under: the handle of another step, or an OpenTelemetry context (such as an extracted W3C parent). */
export type Parent = StepHandle | Context;

/** What the input of every step may carry. */
export interface StepInput {
  /** Default: whatever is active where the step starts. */
  parent?: Parent | undefined;
  /** Further span attributes. They may not replace Runline's own. */
  attributes?: Attributes | undefined;
}

/** What the end of every step may carry. */
export interface StepResult {
  /** What went wrong; the step is then an error, as after {@link StepHandle.fail}. */
  error?: unknown;
  /** End in ms since the epoch, when it lies in the past. Default: now. */
  endedAt?: number | undefined;
  /** Further span attributes. They may not replace Runline's own. */
  attributes?: Attributes | undefined;
}

/**
 * A step that has started. Nothing here throws because of telemetry, and only the first `end` or `fail` counts.
 *
 * @example
 * const action = tracer.startAction({ name: "SEARCH", parent: run });
 * try { action.end({ result: await action.within(search) }); } catch (error) { action.fail(error); throw error; }
 */
export interface StepHandle<Result extends StepResult = StepResult> {
  /** Run the step belongs to: for a plan and its actions the run of the plan. `undefined` outside any run. */
  readonly runId: string | undefined;
  readonly spanContext: SpanContext;
  /** OpenTelemetry context in which this step is the active one. */
  readonly context: Context;
  /** Adds span attributes, which may not replace Runline's own; they are ignored once the step has ended. */
  setAttributes(attributes: Attributes): void;
  /** Notes something that happened at one moment of the step. */
  addEvent(name: string, attributes?: Attributes): void;
  /** Ends the step. */
  end(result?: Result): void;
  /** Ends the step as an error. */
  fail(error: unknown, result?: Result): void;
  /** Calls `fn` with this step active, so that what it starts becomes a child; returns what `fn` returns. */
  within<T>(fn: () => T): T;
}

/** Price of a model in US dollars per million tokens. */
export interface ModelPrice {
  inputPerMillion: number;
  /** 0 for a model that writes none, such as one for embeddings. */
  outputPerMillion: number;
  /** Default: as any other input. */
  cachedInputPerMillion?: number | undefined;
}

/**
 * Prices by the name of the model that answers, of the model asked for, or of the slot, whichever is found first.
 *
 * @example { "gpt-4o-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6 }, TEXT_LARGE: { inputPerMillion: 3, outputPerMillion: 15 } }
 */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/**
 * Sees each piece of content before it is kept: `value` is a copy of it as plain JSON data without secrets, `attribute` the
 * span attribute it is for. What it returns is kept instead, and nothing for `undefined`, for a promise, or when it throws.
 * It runs in the agent's path and is waited for: keep it short.
 *
 * @example
 * const redact: RedactContent = (value, attribute) =>
 *   attribute === "gen_ai.tool.call.result" ? undefined : JSON.parse(JSON.stringify(value).replaceAll(EMAIL, "[email]"));
 */
export type RedactContent = (value: unknown, attribute: string) => unknown;

type Secret = string | undefined;

/**
 * Texts that are never kept, or a function that lists them and is called whenever a text is about to be kept. What is no
 * longer than 5 characters is ignored: it would be found in ordinary words.
 */
export type SecretSource = readonly Secret[] | (() => Iterable<Secret>);

/** Input of a run: one handling of one message. Ids are UUIDs. */
export interface RunInput extends StepInput {
  /** Default: a new random UUID. It is also the trace id where Runline owns the tracer provider and there is no parent. */
  runId?: string | undefined;
  /** Default: the tracer's. */
  agentId?: string | undefined;
  /** Default: the tracer's. */
  agentName?: string | undefined;
  /** Conversation or session. Any string: what is no UUID becomes one on arrival. */
  roomId?: string | undefined;
  /** Name people know the room by. */
  roomName?: string | undefined;
  entityId?: string | undefined;
  entityName?: string | undefined;
  messageId?: string | undefined;
  /** Where the message came from. @example "discord" */
  source?: string | undefined;
  /** Content: the message. Kept only when content is captured. */
  input?: unknown;
  /**
   * For a run that a queue or timer started: the span that asked for it. The run is then a root of its own with a link.
   * Default: the active span where it is a queue's consumer or belongs to a run that has ended.
   */
  queuedBy?: SpanContext | undefined;
}

/** End of a run. */
export interface RunResult extends StepResult {
  /** Default: `completed`, or `error` when there is an `error`. */
  status?: "completed" | "timeout" | "error" | undefined;
  /** Finer reason. Default: the status. */
  outcome?: string | undefined;
  /** Content: the answer. Kept only when content is captured. */
  output?: unknown;
}

/** Input of a plan: one batch of actions. */
export interface PlanInput extends StepInput {
  /** The plan's own run id. Default: a new random UUID. */
  runId?: string | undefined;
  /** Number of actions. */
  size?: number | undefined;
}

/** Input of an action: one step the agent performs, such as a tool call. */
export interface ActionInput extends StepInput {
  /** @example "GET_WEATHER" */
  name: string;
  /** Default: a new random UUID. */
  actionId?: string | undefined;
  /** Place in the plan, `i/n`. @example "2/3" */
  planStep?: string | undefined;
  /** Content: kept only when content is captured. */
  arguments?: unknown;
}

/** End of an action. */
export interface ActionResult extends StepResult {
  /** What the action itself reports. `false` makes the action an error; the run goes on. */
  success?: boolean | undefined;
  /** Content: kept only when content is captured. */
  result?: unknown;
}

/** Input of a model call. */
export interface ModelCallInput extends StepInput {
  /** Model slot, in elizaOS's words. @example "TEXT_LARGE" */
  modelType?: string | undefined;
  /** Model asked for. @example "gpt-4o-mini" */
  model?: string | undefined;
  /** Who serves it. @example "openai" */
  provider?: string | undefined;
  /** `true` when the answer is streamed. */
  stream?: boolean | undefined;
  /** Outside any run: whether the agent is still being set up. Default: `background`. */
  phase?: "system_init" | "background" | undefined;
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

/** Input of an embedding: the vector written for a memory. */
export interface EmbeddingInput extends StepInput {
  /** Memory the vector is for. */
  memoryId?: string | undefined;
  /** Default: `TEXT_EMBEDDING`. */
  modelType?: string | undefined;
  model?: string | undefined;
  provider?: string | undefined;
  /** Outside any run: whether the agent is still being set up. Default: `background`. */
  phase?: "system_init" | "background" | undefined;
}

/** End of an embedding. */
export interface EmbeddingResult extends StepResult {
  responseModel?: string | undefined;
  inputTokens?: number | undefined;
}

/** Input of an evaluator: a judge that looks at the run. */
export interface EvaluatorInput extends StepInput {
  /** @example "REFLECTION" */
  name: string;
}

/** Input of a composed state: what a model is shown, put together. */
export interface ComposedStateInput extends StepInput {
  /** Outside any run: whether the agent is still being set up. Default: `background`. */
  phase?: "system_init" | "background" | undefined;
}

/** Input of a context provider: one contribution to a composed state. */
export interface ContextProviderInput extends ComposedStateInput {
  /** @example "RECENT_MESSAGES" */
  name: string;
}

/** Handle of a run. */
export type RunHandle = StepHandle<RunResult>;
/** Handle of a plan. */
export type PlanHandle = StepHandle;
/** Handle of an action. */
export interface ActionHandle extends StepHandle<ActionResult> {
  readonly actionId: string;
}
/** Handle of an evaluator. */
export type EvaluatorHandle = StepHandle;
/** Handle of a composed state. */
export type ComposedStateHandle = StepHandle;
/** Handle of a context provider. */
export type ContextProviderHandle = StepHandle;
/** Handle of an embedding. */
export interface EmbeddingHandle extends StepHandle<EmbeddingResult> {
  /** Notes an attempt that failed and will be repeated. */
  noteRetry(error: unknown): void;
}

/**
 * Carries the active OpenTelemetry context along the asynchronous calls. The default is OpenTelemetry's global one, which
 * does nothing until the host registers a context manager; `@runline/instrumentation/node` has one of its own.
 */
export interface ContextStorage {
  active(): Context;
  with<T>(context: Context, fn: () => T): T;
}

/** Lets the next span get ids of our choice; only the owner of the tracer provider can offer it. */
export interface SpanIdSource {
  /** Calls `start`; the span it starts takes the given ids where it would take random ones. */
  withIds<T>(ids: { traceId?: string | undefined; spanId?: string | undefined }, start: () => T): T;
}
