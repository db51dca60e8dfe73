import { SpanKind, createContextKey, trace } from "@opentelemetry/api";
import type { Context, Span, SpanContext } from "@opentelemetry/api";
import { safely } from "./safely.ts";
import type { Parent } from "./types.ts";

/** What a step knows of the run it is in. Travels in the OpenTelemetry context, so it is right when runs overlap. */
export interface Scope {
  /** Run of the message. */
  readonly runId: string;
  /** Whether that run is going on. What it leaves behind, such as a timer, still has its scope. */
  readonly run: { readonly isOpen: boolean };
  /** Run of the innermost plan around, if any. */
  readonly planRunId?: string;
  /** Innermost action around, if any. */
  readonly action?: { readonly actionId: string; readonly actionName: string };
  readonly owner: RunOwner;
  /** Innermost span of ours. */
  readonly span: Span;
}

/** Whose run it is: what every span of the run says. */
export interface RunOwner {
  readonly agentId: string | undefined;
  readonly roomId: string | undefined;
  readonly entityId: string | undefined;
  readonly messageId: string | undefined;
}

const SCOPE = createContextKey("Runline scope");

export function getScope(context: Context): Scope | undefined {
  const value = context.getValue(SCOPE);
  return isScope(value) ? value : undefined;
}

/** The context in which `scope` holds and its span is the active one. */
export function setScope(context: Context, scope: Scope): Context {
  return trace.setSpan(context.setValue(SCOPE, scope), scope.span);
}

/** The context to start a span in, which is that of the given parent or of what is active. */
export function toParentContext(active: Context, parent: Parent | undefined): Context {
  if (parent !== undefined) return "getValue" in parent ? parent : parent.context;
  const span = trace.getSpan(active);
  if (span === undefined) return active;
  const scope = getScope(active);
  if (span === scope?.span || isPartOfTrace(span)) return active;
  return scope === undefined ? trace.deleteSpan(active) : trace.setSpan(active, scope.span);
}

/**
 * The span that asked for a run which starts here without being its parent, since it does not wait for it: a queue's
 * consumer, or a run that is over and has left a timer behind. `undefined`: what is active is the parent, if anything is.
 */
export function findCause(active: Context): SpanContext | undefined {
  const parent = trace.getSpan(toParentContext(active, undefined));
  if (parent === undefined) return undefined;
  const isDetached = getScope(active)?.run.isOpen === false || isConsumer(parent);
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

function isScope(value: unknown): value is Scope {
  return typeof value === "object" && value !== null && "runId" in value && "run" in value && "span" in value;
}
