import { SpanStatusCode } from "@opentelemetry/api";
import type { Attributes, Span } from "@opentelemetry/api";
import { ATTR_ERROR_TYPE } from "@runline/contract";
import type { SecretFilter, TextFilter } from "../content/create-secret-filter.ts";
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
  toEnd: (result: Partial<Result>, error: unknown) => StepEnd;
}

/** The handle over a span that has started: ends it once, and never throws. */
export function createStepHandle<Result extends StepResult>(
  { span, spanContext, own, context, secrets }: StartedStep,
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
          if (error !== undefined) markFailed(span, error, secrets());
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
      if (state.isOpen)
        safely("adding an event", () => span.addEvent(name, cleanAttributes(attributes, secrets)), span);
    },
    end: (result) => finish(result ?? {}, result?.error),
    fail: (error, result) => finish(result ?? {}, error ?? "Unknown error"),
    within: (fn) => storage.with(context, fn),
  };
}

/** Errors quote what they were about, keys included, so that nothing of them goes to the span unseen. */
function markFailed(span: Span, error: unknown, clean: TextFilter): void {
  const { message, type, stack } = toErrorDescription(error, clean);
  span.setAttribute(ATTR_ERROR_TYPE, type);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  if (stack !== undefined) span.recordException({ name: type, message, stack });
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
