import { SpanStatusCode } from "@opentelemetry/api";
import type { Attributes, Context, Span, SpanContext } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@runline/contract";
import { now } from "../clock.ts";
import type { SecretFilter, TextFilter } from "../content/create-secret-filter.ts";
import { reportProblem, safely } from "../safely.ts";
import { toErrorDescription } from "../to-error.ts";
import type { StartedStep } from "./start-step.ts";
import type { StepHandle, StepInput, StepResult } from "./step.ts";

/**
 * The handle over a span that has started: ends it once, and never throws. A class, since an agent makes a hundred of them in
 * a run: seven functions for each would be a third of what a step allocates.
 */
export class SpanHandle<Input extends StepInput, Result extends StepResult = StepResult> implements StepHandle<Result> {
  protected readonly step: StartedStep<Input, Result>;
  private isOpen = true;

  constructor(step: StartedStep<Input, Result>) {
    this.step = step;
  }

  get runId(): string | undefined {
    return this.step.runId;
  }

  get spanContext(): SpanContext {
    return this.step.spanContext;
  }

  get context(): Context {
    return this.step.context;
  }

  setAttributes(attributes: Attributes): void {
    if (!this.isOpen) return;
    const { span, own } = this.step;
    safely("setting attributes", () => span.setAttributes(withoutOwn(attributes, own)), span);
  }

  addEvent(name: string, attributes?: Attributes, at = now()): void {
    if (!this.isOpen) return;
    const { span, kit } = this.step;
    safely("adding an event", () => span.addEvent(name, cleanAttributes(attributes, kit.secrets), at), span);
  }

  end(result?: Result): void {
    this.finish(result ?? {}, result?.error);
  }

  fail(error: unknown, result?: Result): void {
    this.finish(result ?? {}, error ?? "Unknown error");
  }

  within<T>(fn: () => T): T {
    const { kit, context } = this.step;
    return kit.storage.with(context, fn);
  }

  private finish(result: Partial<Result>, reported: unknown): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { kit, kind, input, scope, span, own } = this.step;
    try {
      if (scope !== undefined) kind.leave?.(scope);
      // Something else may have ended the span already: the process was told to exit.
      if (!span.isRecording()) return;
      try {
        if (result.attributes !== undefined) span.setAttributes(withoutOwn(result.attributes, own));
        const end = kind.toEnd?.(input, result, reported, kit);
        if (end !== undefined) span.setAttributes(end.attributes);
        const error = end === undefined ? reported : end.error;
        if (error !== undefined) markFailed(span, error, kit.secrets());
      } finally {
        span.end(result.endedAt ?? now());
      }
    } catch (error) {
      reportProblem("ending a span failed; the agent is not affected.", error);
    }
  }
}

/** The caller's attributes but for those that would replace one of ours. */
function withoutOwn(theirs: Attributes, own: Attributes): Attributes {
  const kept: Attributes = {};
  for (const name in theirs) if (own[name] === undefined) kept[name] = theirs[name];
  return kept;
}

/** Errors quote what they were about, keys included, so that nothing of them goes to the span unseen. */
function markFailed(span: Span, error: unknown, clean: TextFilter): void {
  const { message, type, stack } = toErrorDescription(error, clean);
  span.setAttribute(ATTR_ERROR_TYPE, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  if (stack !== undefined) span.recordException({ name: type, message, stack }, now());
}

function cleanAttributes(attributes: Attributes | undefined, secrets: SecretFilter): Attributes | undefined {
  if (attributes === undefined) return undefined;
  const clean = secrets();
  const cleanItem = <T>(item: T): T | string => (typeof item === "string" ? clean(item) : item);
  const cleaned = Object.entries(attributes).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(cleanItem) : cleanItem(value),
  ]);
  return Object.fromEntries(cleaned);
}
