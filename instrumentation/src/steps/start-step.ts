import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Attributes, Context, Link, Span, SpanContext, SpanOptions } from "@opentelemetry/api";
import { now } from "../clock.ts";
import { createStepContext, getRunScope, toContext, toParentContext } from "../run-scope.ts";
import type { RunScope } from "../run-scope.ts";
import { reportProblem, safely } from "../safely.ts";
import { markTrace } from "./mark-trace.ts";
import type { StepInput, StepKind, StepKit, StepResult } from "./step.ts";

/** A step whose span has started. */
export interface StartedStep<Input extends StepInput, Result extends StepResult> {
  readonly kit: StepKit;
  readonly kind: StepKind<Input, Result>;
  readonly input: Input;
  /** Run it belongs to, if any. */
  readonly runId: string | undefined;
  readonly span: Span;
  readonly spanContext: SpanContext;
  /** The attributes of its start that are ours. */
  readonly own: Attributes;
  /** In which it is the active step. */
  readonly context: Context;
  /** What is known inside of it of the run; `undefined` outside any run. */
  readonly scope: RunScope | undefined;
}

/** Spans that the span of a step links to. */
export interface StepLinks {
  /** What asked for the step and does not wait for it: the span is then a root. */
  readonly cause?: SpanContext | undefined;
  /** What the step goes on from, whatever is above it. */
  readonly before?: SpanContext | undefined;
}

/** Stands in for the span of a tracer that is broken. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Starts the span of a step under the right parent. Never throws: at worst the span records nothing.
 *
 * @param links what the span has to do with spans that are not above it
 */
export function startStep<Input extends StepInput, Result extends StepResult>(
  kit: StepKit,
  kind: StepKind<Input, Result>,
  input: Input,
  links: StepLinks = {},
): StartedStep<Input, Result> {
  try {
    return start(kit, kind, input, links);
  } catch (error) {
    reportProblem("starting a step failed; the agent is not affected.", error);
    // As if there were no step: what is active stays so.
    const context = safely("reading the active context", () => kit.storage.active(), ROOT_CONTEXT);
    const runId = safely("reading the run", () => kind.identify({}, undefined, input, kit), undefined);
    return {
      kit,
      kind,
      input,
      runId,
      span: NO_SPAN,
      spanContext: INVALID_SPAN_CONTEXT,
      own: {},
      context,
      scope: undefined,
    };
  }
}

function start<Input extends StepInput, Result extends StepResult>(
  kit: StepKit,
  kind: StepKind<Input, Result>,
  input: Input,
  { cause, before }: StepLinks,
): StartedStep<Input, Result> {
  const parent = input.parent === undefined ? toParentContext(kit.storage.active()) : toContext(input.parent);
  const context = cause === undefined ? parent : trace.deleteSpan(parent);
  const outer = getRunScope(context);
  const own = kind.toAttributes(input, kit);
  const runId = kind.identify(own, outer, input, kit);
  const options: SpanOptions = {
    kind: kind.spanKind,
    startTime: now(),
    attributes: input.attributes === undefined ? own : mergeAttributes(input.attributes, own),
  };
  if (before !== undefined || cause !== undefined) options.links = toLinks(before, cause);
  const span = startSpan(kit, kind, input, options, context);
  const spanContext = span.spanContext();
  markTrace(span, spanContext, own, outer?.run);
  const scope = kind.enter === undefined ? outer && { ...outer, span } : kind.enter(outer, span, input);
  const inner = createStepContext(context, span, scope);
  return { kit, kind, input, runId, span, spanContext, own, context: inner, scope };
}

/** Each span once: a step may go on from what asked for it. */
function toLinks(before: SpanContext | undefined, cause: SpanContext | undefined): Link[] {
  const linked = [before, cause].filter((each) => each !== undefined);
  return [...new Map(linked.map((each) => [each.spanId, each])).values()].map((each) => ({ context: each }));
}

/** The tracer may be the host's, so what it returns is not taken for a span unseen. */
function startSpan<Input extends StepInput, Result extends StepResult>(
  { tracer, spanIds }: StepKit,
  kind: StepKind<Input, Result>,
  input: Input,
  options: SpanOptions,
  context: Context,
): Span {
  try {
    const name = kind.toName(input);
    const ids = kind.toIds?.(input);
    const span =
      spanIds === undefined || ids === undefined
        ? tracer.startSpan(name, options, context)
        : spanIds.withIds(ids, () => tracer.startSpan(name, options, context));
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
