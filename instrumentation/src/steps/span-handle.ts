import { SpanStatusCode } from "@opentelemetry/api";
import type { Attributes, Context, Span, SpanContext } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@runline/contract";
import type { SecretFilter, TextFilter } from "../content/create-secret-filter.ts";
import { now } from "../clock.ts";
import { reportProblem } from "../report-problem.ts";
import { safely } from "../safely.ts";
import type { StepEnd } from "../spans/step-spec.ts";
import { toErrorDescription } from "../to-error.ts";
import type { ContextStorage, StepHandle, StepResult } from "../types.ts";
import type { StartedStep } from "./start-step.ts";

interface SpanHandleOptions<Result extends StepResult> {
  runId: string | undefined;
  storage: ContextStorage;
  /** Whether the step is going on, for those inside it to see. */
  state?: { isOpen: boolean };
  /** What the end of this kind of step adds to the span; `error` is what went wrong, if anything. */
  toEnd: (result: Partial<Result>, error: unknown) => StepEnd;
}

/**
 * The handle over a span that has started: ends it once, and never throws. A class, since an agent makes a hundred of them in
 * a run: seven functions for each would be a third of what a step allocates.
 */
export class SpanHandle<Result extends StepResult> implements StepHandle<Result> {
  readonly runId: string | undefined;
  readonly spanContext: SpanContext;
  readonly context: Context;
  private readonly step: StartedStep;
  private readonly options: SpanHandleOptions<Result>;
  private readonly state: { isOpen: boolean };

  constructor(step: StartedStep, options: SpanHandleOptions<Result>) {
    this.runId = options.runId;
    this.spanContext = step.spanContext;
    this.context = step.context;
    this.step = step;
    this.options = options;
    this.state = options.state ?? { isOpen: true };
  }

  setAttributes(attributes: Attributes): void {
    if (!this.state.isOpen) return;
    const { span, own } = this.step;
    safely("setting attributes", () => span.setAttributes(withoutOwn(attributes, own)), span);
  }

  addEvent(name: string, attributes?: Attributes): void {
    if (!this.state.isOpen) return;
    const { span, secrets } = this.step;
    safely("adding an event", () => span.addEvent(name, cleanAttributes(attributes, secrets), now()), span);
  }

  end(result?: Result): void {
    this.finish(result ?? {}, result?.error);
  }

  fail(error: unknown, result?: Result): void {
    this.finish(result ?? {}, error ?? "Unknown error");
  }

  within<T>(fn: () => T): T {
    return this.options.storage.with(this.context, fn);
  }

  private finish(result: Partial<Result>, reported: unknown): void {
    if (!this.state.isOpen) return;
    this.state.isOpen = false;
    const { span, own, secrets } = this.step;
    try {
      // Something else may have ended the span already: the process was told to exit.
      if (!span.isRecording()) return;
      try {
        const { attributes, error } = this.options.toEnd(result, reported);
        if (result.attributes !== undefined) span.setAttributes(withoutOwn(result.attributes, own));
        span.setAttributes(attributes);
        if (error !== undefined) markFailed(span, error, secrets());
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
