import { SpanStatusCode } from "@opentelemetry/api";
import type { Attributes, Span } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@runline/contract";
import { safely } from "../safely.ts";
import type { StepEnd } from "../spans/step-spec.ts";
import { toErrorDescription } from "../to-error.ts";
import type { ContextStorage, StepHandle, StepResult } from "../types.ts";
import { mergeAttributes } from "./merge-attributes.ts";
import type { StartedStep } from "./start-step.ts";

interface StepHandleOptions<Result extends StepResult> {
  runId: string | undefined;
  storage: ContextStorage;
  /** Whether the step is going on, for those inside it to see. */
  state?: { isOpen: boolean };
  /** What the end of this kind of step adds to the span; `error` is what went wrong, if anything. */
  toEnd(result: Partial<Result>, error: unknown): StepEnd;
}

/** The handle over a span that has started: ends it once, and never throws. */
export function createStepHandle<Result extends StepResult>(
  { span, spanContext, own, context }: StartedStep,
  { runId, storage, toEnd, state = { isOpen: true } }: StepHandleOptions<Result>,
): StepHandle<Result> {
  function finish(result: Partial<Result>, reported: unknown): void {
    if (!state.isOpen) return;
    state.isOpen = false;
    safely(
      "ending a span",
      () => {
        // Something else may have ended the span already: the process was told to exit.
        if (!span.isRecording()) return;
        try {
          const { attributes, error } = toEnd(result, reported);
          span.setAttributes(addTo(result.attributes, attributes));
          if (error !== undefined) markFailed(span, error);
        } finally {
          span.end(result.endedAt);
        }
      },
      undefined,
    );
  }

  /** The caller's attributes where they are not ours, and ours. */
  function addTo(theirs: Attributes | undefined, ours: Attributes): Attributes {
    return theirs === undefined ? ours : mergeAttributes(mergeAttributes(theirs, own), ours);
  }

  return {
    runId,
    spanContext,
    context,
    setAttributes(attributes) {
      if (state.isOpen) safely("setting attributes", () => span.setAttributes(mergeAttributes(attributes, own)), span);
    },
    addEvent(name, attributes) {
      if (state.isOpen) safely("adding an event", () => span.addEvent(name, attributes), span);
    },
    end: (result) => finish(result ?? {}, result?.error),
    fail: (error, result) => finish(result ?? {}, error ?? "Unknown error"),
    within: (fn) => storage.with(context, fn),
  };
}

function markFailed(span: Span, error: unknown): void {
  const { message, type } = toErrorDescription(error);
  span.setAttribute(ATTR_ERROR_TYPE, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  // Last: it reads the error's members, which may be getters that throw.
  if (error instanceof Error) span.recordException(error);
}
