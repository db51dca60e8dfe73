import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Attributes, Context, Link, Span, Tracer } from "@opentelemetry/api";
import { safely } from "../safely.ts";
import { getScope, setScope, toParentContext } from "../scope.ts";
import type { Scope } from "../scope.ts";
import type { StepSpec } from "../spans/step-spec.ts";
import type { ContextStorage, SpanIdSource, StepInput } from "../types.ts";
import { mergeAttributes } from "./merge-attributes.ts";

/** What {@link startStep} needs beside the step itself. */
export interface StepStarter {
  tracer: Tracer;
  storage: ContextStorage;
  spanIds: SpanIdSource | undefined;
}

/** One step to start: how its span looks, and what it changes for the steps inside it. */
export interface StepStart {
  input: StepInput;
  spec: StepSpec;
  /** Attributes that say which run the span belongs to. */
  toIdentity(scope: Scope | undefined): Attributes;
  /** The scope for what is inside, or `undefined` outside any run. */
  toScope(scope: Scope | undefined, span: Span): Scope | undefined;
  ids?: { traceId?: string | undefined; spanId?: string | undefined };
  /** Makes the span a root that links to the given one. */
  link?: Link | undefined;
}

/** The started span, its attributes that are ours, the context it is active in, and the scope it was started in. */
export interface StartedStep {
  span: Span;
  own: Attributes;
  context: Context;
  scope: Scope | undefined;
}

/** Starts the span of a step under the right parent. Never throws: at worst the span records nothing. */
export function startStep(starter: StepStarter, step: StepStart): StartedStep {
  const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  const fallback = { span, own: {}, context: ROOT_CONTEXT, scope: undefined };
  return safely("starting a span", () => start(starter, step), fallback);
}

function start({ tracer, storage, spanIds }: StepStarter, { input, spec, ...step }: StepStart): StartedStep {
  const parent = toParentContext(storage.active(), input.parent);
  const context = step.link === undefined ? parent : trace.deleteSpan(parent);
  const scope = getScope(context);
  const own = mergeAttributes(spec.attributes, step.toIdentity(scope));
  const startSpan = (): Span =>
    tracer.startSpan(
      spec.name,
      {
        kind: spec.kind,
        attributes: mergeAttributes(input.attributes, own),
        ...(step.link && { links: [step.link] }),
      },
      context,
    );
  const span = spanIds === undefined || step.ids === undefined ? startSpan() : spanIds.withIds(step.ids, startSpan);
  const inner = step.toScope(scope, span);
  return { span, own, scope, context: inner === undefined ? trace.setSpan(context, span) : setScope(context, inner) };
}
