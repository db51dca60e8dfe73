import { SpanStatusCode } from "@opentelemetry/api";
import type { Attributes, Context, Span } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@runline/contract";
import { safely } from "../safely.ts";
import { toErrorDescription } from "../to-error.ts";
import type { ContextStorage, StepHandle, StepResult } from "../types.ts";

interface StepHandleOptions<Result extends StepResult> {
  span: Span;
  runId: string | undefined;
  context: Context;
  storage: ContextStorage;
  /** Attributes that the end of this kind of step adds, and the error it amounts to, if any. */
  toEnd(result: Result): { attributes: Attributes; error?: unknown };
}

/** The handle over a span that has started: ends it once, and never throws. */
export function createStepHandle<Result extends StepResult>(options: StepHandleOptions<Result>): StepHandle<Result> {
  const { span, runId, context, storage } = options;
  let isOpen = true;

  function finish(result: Result): void {
    if (!isOpen) return;
    isOpen = false;
    safely(
      "ending a span",
      () => {
        // Something else may have ended the span already: the process was told to exit.
        if (!span.isRecording()) return;
        const { attributes, error } = options.toEnd(result);
        span.setAttributes({ ...result.attributes, ...attributes });
        if (error !== undefined) markFailed(span, error);
        span.end(result.endedAt);
      },
      undefined,
    );
  }

  return {
    runId,
    spanContext: span.spanContext(),
    context,
    setAttributes(attributes) {
      if (isOpen) safely("setting attributes", () => span.setAttributes(attributes), span);
    },
    addEvent(name, attributes) {
      if (isOpen) safely("adding an event", () => span.addEvent(name, attributes), span);
    },
    end: (result) => finish(result ?? emptyResult()),
    fail: (error, result) => finish({ ...(result ?? emptyResult<Result>()), error: error ?? "Unknown error" }),
    within: (fn) => storage.with(context, fn),
  };
}

function emptyResult<Result extends StepResult>(): Result;
function emptyResult(): StepResult {
  return {};
}

function markFailed(span: Span, error: unknown): void {
  const { message, type } = toErrorDescription(error);
  if (error instanceof Error) span.recordException(error);
  span.setAttribute(ATTR_ERROR_TYPE, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
