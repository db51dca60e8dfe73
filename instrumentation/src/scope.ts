import { createContextKey, trace } from "@opentelemetry/api";
import type { Attributes, Context, Span } from "@opentelemetry/api";
import type { Parent } from "./types.ts";

/** What a step knows of the run it is in. Travels in the OpenTelemetry context, so it is right when runs overlap. */
export interface Scope {
  /** Run of the message. */
  readonly runId: string;
  /** Run of the innermost plan around, if any. */
  readonly planRunId?: string;
  /** Innermost action around, if any. */
  readonly action?: { readonly actionId: string; readonly actionName: string };
  /** Attributes that every span of the run carries. */
  readonly shared: Attributes;
  /** Innermost span of ours. */
  readonly span: Span;
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

/**
 * The context to start a span in. The active span is the parent when it is ours, is being recorded or came over the wire;
 * a span that nobody records (Sentry's, for one) would leave a hole, so the innermost span of ours takes its place.
 */
export function toParentContext(active: Context, parent: Parent | undefined): Context {
  if (parent !== undefined) return "getValue" in parent ? parent : parent.context;
  const span = trace.getSpan(active);
  if (span === undefined) return active;
  const scope = getScope(active);
  if (span === scope?.span || span.isRecording() || span.spanContext().isRemote === true) return active;
  return scope === undefined ? trace.deleteSpan(active) : trace.setSpan(active, scope.span);
}

function isScope(value: unknown): value is Scope {
  return typeof value === "object" && value !== null && "runId" in value && "span" in value;
}
