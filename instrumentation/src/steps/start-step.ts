import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Attributes, Context, Span, SpanContext, SpanOptions, Tracer } from "@opentelemetry/api";
import { now } from "../clock.ts";
import type { SecretFilter } from "../content/create-secret-filter.ts";
import { reportProblem } from "../report-problem.ts";
import { safely } from "../safely.ts";
import { getRunScope, setRunScope, toParentContext } from "../run-scope.ts";
import type { RunScope } from "../run-scope.ts";
import type { StepSpec } from "../spans/step-spec.ts";
import type { ContextStorage, SpanIdSource, StepInput } from "../types.ts";
import { markTrace } from "./mark-trace.ts";

/** What {@link startStep} needs beside the step itself. */
export interface StepStarter {
  tracer: Tracer;
  storage: ContextStorage;
  spanIds: SpanIdSource | undefined;
  /** What must not be in errors and events. */
  secrets: SecretFilter;
}

/** One step to start: how its span looks, and what it changes for the steps inside it. */
export interface StepStart {
  input: StepInput;
  spec: StepSpec;
  /** Adds the attributes that say which run the span belongs to. */
  addIdentity(attributes: Attributes, scope: RunScope | undefined): void;
  /** The scope for what is inside, or `undefined` outside any run. */
  toRunScope(scope: RunScope | undefined, span: Span): RunScope | undefined;
  ids?: { traceId?: string | undefined; spanId?: string | undefined };
  /** Makes the span a root that links to the given one. */
  cause?: SpanContext | undefined;
}

/** The started span, its attributes that are ours, the context it is active in, and the scope it was started in. */
export interface StartedStep {
  span: Span;
  spanContext: SpanContext;
  own: Attributes;
  context: Context;
  scope: RunScope | undefined;
  secrets: SecretFilter;
}

/** Stands in for the span of a tracer that is broken. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** Starts the span of a step under the right parent. Never throws: at worst the span records nothing. */
export function startStep(starter: StepStarter, step: StepStart): StartedStep {
  try {
    return start(starter, step);
  } catch (error) {
    reportProblem("starting a step failed; the agent is not affected.", error);
    // As if there were no step: what is active stays so.
    const context = safely("reading the active context", () => starter.storage.active(), ROOT_CONTEXT);
    const { secrets } = starter;
    return { span: NO_SPAN, spanContext: INVALID_SPAN_CONTEXT, own: {}, context, scope: undefined, secrets };
  }
}

function start(starter: StepStarter, step: StepStart): StartedStep {
  const { input, spec, cause } = step;
  const parent = toParentContext(starter.storage.active(), input.parent);
  const context = cause === undefined ? parent : trace.deleteSpan(parent);
  const scope = getRunScope(context);
  const own = spec.attributes;
  step.addIdentity(own, scope);
  const options: SpanOptions = {
    kind: spec.kind,
    startTime: now(),
    attributes: input.attributes === undefined ? own : mergeAttributes(input.attributes, own),
  };
  if (cause !== undefined) options.links = [{ context: cause }];
  const span = startSpan(starter, step, options, context);
  const spanContext = span.spanContext();
  markTrace(span, spanContext, own, scope?.run);
  const inner = step.toRunScope(scope, span);
  return {
    span,
    spanContext,
    own,
    scope,
    secrets: starter.secrets,
    context: inner === undefined ? trace.setSpan(context, span) : setRunScope(context, inner),
  };
}

/** The tracer may be the host's, so what it returns is not taken for a span unseen. */
function startSpan(
  { tracer, spanIds }: StepStarter,
  { spec, ids }: StepStart,
  options: SpanOptions,
  context: Context,
): Span {
  try {
    const span =
      spanIds === undefined || ids === undefined
        ? tracer.startSpan(spec.name, options, context)
        : spanIds.withIds(ids, () => tracer.startSpan(spec.name, options, context));
    if (isSpanContext(span.spanContext())) return span;
    reportProblem("the tracer's span has no context; the step is not recorded.");
  } catch (error) {
    reportProblem("starting a span failed; the step is not recorded.", error);
  }
  return NO_SPAN;
}

function isSpanContext(value: unknown): value is SpanContext {
  return typeof value === "object" && value !== null && "traceId" in value && "spanId" in value;
}

/** Attributes of the caller's and of ours: ours win, unless they have no value. */
function mergeAttributes(theirs: Attributes, ours: Attributes): Attributes {
  const merged: Attributes = { ...theirs };
  for (const name in ours) if (ours[name] !== undefined) merged[name] = ours[name];
  return merged;
}
