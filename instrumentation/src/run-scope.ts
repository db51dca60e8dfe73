import { INVALID_SPAN_CONTEXT, SpanKind, createContextKey, trace } from "@opentelemetry/api";
import type { Context, Span, SpanContext, TraceState } from "@opentelemetry/api";
import { safely } from "./safely.ts";

/** What a step hangs under: an OpenTelemetry context (such as an extracted W3C parent), or what has one, such as the handle of another step. */
export type Parent = Context | { readonly context: Context };

/** What a step knows of the run it is in. Travels in the OpenTelemetry context, so it is right when runs overlap. */
export interface RunScope {
  /** Run of the message. */
  readonly runId: string;
  readonly run: RunState;
  /** Run of the innermost plan around, if any. */
  readonly planRunId?: string;
  /** Innermost action around, if any. */
  readonly action?: { readonly actionId: string; readonly actionName: string };
  readonly owner: RunOwner;
  /** Innermost span of ours. */
  readonly span: Span;
}

/** What changes while a run goes on. */
export interface RunState {
  /** What a run leaves behind when it ends, such as a timer, still has its scope. */
  isOpen: boolean;
  /** The trace state below its model calls, and the one above them that it was made of. */
  callMark?: { readonly above: TraceState; readonly below: TraceState };
}

/** Whose run it is: what every span of the run says. */
export interface RunOwner {
  readonly agentId: string | undefined;
  readonly roomId: string | undefined;
  readonly entityId: string | undefined;
  readonly messageId: string | undefined;
}

const RUN_SCOPE = createContextKey("Runline run scope");
/**
 * Where a context has its active span: OpenTelemetry's API sets and reads it, and has no name for it. `undefined` for an API that does
 * not take our probe for a context.
 */
const SPAN = safely("finding where a context has its span", findSpanKey, undefined);

export function getRunScope(context: Context): RunScope | undefined {
  const value = context.getValue(RUN_SCOPE);
  return isRunScope(value) ? value : undefined;
}

/** The context in which a step is the active one. */
export function createStepContext(context: Context, span: Span, scope: RunScope | undefined): Context {
  if (SPAN === undefined) return trace.setSpan(context, span).setValue(RUN_SCOPE, scope);
  return new StepContext(context instanceof StepContext ? context.around : context, span, scope);
}

/** OpenTelemetry's contexts copy all they hold for each new value; this one refers to what is around. */
class StepContext implements Context {
  /** Everything but the step. */
  readonly around: Context;
  /** The step's span, or what somebody else has put in its place. */
  private readonly span: unknown;
  /** `undefined` outside any run. */
  private readonly scope: RunScope | undefined;

  constructor(around: Context, span: unknown, scope: RunScope | undefined) {
    this.around = around;
    this.span = span;
    this.scope = scope;
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) return this.span;
    return key === RUN_SCOPE ? this.scope : this.around.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    if (key === SPAN) return new StepContext(this.around, value, this.scope);
    return new StepContext(this.around.setValue(key, value), this.span, this.scope);
  }

  deleteValue(key: symbol): Context {
    if (key === SPAN) return new StepContext(this.around, undefined, this.scope);
    return new StepContext(this.around.deleteValue(key), this.span, this.scope);
  }
}

function findSpanKey(): symbol | undefined {
  let found: symbol | undefined;
  const probe: Context = {
    getValue: () => undefined,
    setValue(key) {
      found = key;
      return probe;
    },
    deleteValue: () => probe,
  };
  trace.setSpan(probe, trace.wrapSpanContext(INVALID_SPAN_CONTEXT));
  return found;
}

/** The context of a given parent. */
export function toContext(parent: Parent): Context {
  return "getValue" in parent ? parent : parent.context;
}

/** The context to start a span in where no parent is given. */
export function toParentContext(active: Context): Context {
  const span = trace.getSpan(active);
  if (span === undefined) return active;
  const scope = getRunScope(active);
  if (span === scope?.span || isPartOfTrace(span)) return active;
  return scope === undefined ? trace.deleteSpan(active) : trace.setSpan(active, scope.span);
}

/**
 * The span that asked for a run which starts here without being its parent, since it does not wait for it: a queue's
 * consumer, or a run that is over and has left a timer behind. `undefined`: what is active is the parent, if anything is.
 */
export function findCause(active: Context): SpanContext | undefined {
  const parent = trace.getSpan(toParentContext(active));
  if (parent === undefined) return undefined;
  const isDetached = getRunScope(active)?.run.isOpen === false || isConsumer(parent);
  return isDetached ? safely("reading the active span", () => parent.spanContext(), undefined) : undefined;
}

/** A span that nobody records (Sentry's, for one) would leave a hole; one that came over the wire is recorded elsewhere. */
function isPartOfTrace(span: Span): boolean {
  return safely("reading the active span", () => span.isRecording() || span.spanContext().isRemote === true, false);
}

/** OpenTelemetry's interface does not tell the kind of a span; the spans of its SDK do. */
function isConsumer(span: Span): boolean {
  return safely("reading the active span", () => "kind" in span && span.kind === SpanKind.CONSUMER, false);
}

function isRunScope(value: unknown): value is RunScope {
  return typeof value === "object" && value !== null && "runId" in value && "run" in value && "span" in value;
}
