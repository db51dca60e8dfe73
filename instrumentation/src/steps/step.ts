import type { Attributes, Context, Span, SpanContext, SpanKind, Tracer } from "@opentelemetry/api";
import type { ContentFormat } from "../content/create-content-format.ts";
import type { SecretFilter } from "../content/create-secret-filter.ts";
import type { ContextStorage } from "../context-storage.ts";
import type { PriceTable } from "../cost.ts";
import type { Parent, RunScope } from "../run-scope.ts";

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

/** Lets the next span get ids of our choice; only the owner of the tracer provider can offer it. */
export interface SpanIdSource {
  /** Calls `start`; the span it starts takes the given ids where it would take random ones. */
  withIds<T>(ids: SpanIds, start: () => T): T;
}

/** Ids that are not random. */
export interface SpanIds {
  traceId?: string | undefined;
  spanId?: string | undefined;
}

/** Whose steps they are. */
export interface AgentIdentity {
  agentId: string | undefined;
  agentName: string | undefined;
}

/** What starting a step of any kind needs. */
export interface StepKit {
  readonly tracer: Tracer;
  readonly storage: ContextStorage;
  readonly spanIds: SpanIdSource | undefined;
  readonly agent: AgentIdentity;
  /** What must not be in errors and events. */
  readonly secrets: SecretFilter;
  readonly content: ContentFormat;
  readonly prices: PriceTable;
}

/** How the span of a step ends: what to add, and the error it amounts to, if any. */
interface StepEnd {
  attributes: Attributes;
  error?: unknown;
}

/**
 * What makes a step of one kind what it is. There is one constant of it for each kind, which a step refers to: functions made
 * for each step would be a third of what a step allocates.
 */
export interface StepKind<Input extends StepInput, Result extends StepResult = StepResult> {
  readonly spanKind: SpanKind;
  toName(input: Input): string;
  /** The attributes at the start, but for those of {@link identify}. */
  toAttributes(input: Input, kit: StepKit): Attributes;
  /**
   * Adds the attributes that say whose the span is.
   *
   * @param around what is known of the run around; `undefined` outside any run
   * @returns the run it belongs to, if any
   */
  identify(attributes: Attributes, around: RunScope | undefined, input: Input, kit: StepKit): string | undefined;
  /** The scope for what is inside, or `undefined` outside any run. Default: the one around, with the new span. */
  enter?(around: RunScope | undefined, span: Span, input: Input): RunScope | undefined;
  /** Called with the scope for what is inside when the step ends. */
  leave?(scope: RunScope): void;
  /** Ids that the span takes where it can. Default: random ones. */
  toIds?(input: Input): SpanIds;
  /** What the end adds; `error` is what went wrong, if anything. Default: that error alone. */
  toEnd?(input: Input, result: Partial<Result>, error: unknown, kit: StepKit): StepEnd;
}
