import { createTraceState } from "@opentelemetry/api";
import type { Attributes, Span, SpanContext, TraceState } from "@opentelemetry/api";
import {
  ATTR_GEN_AI_OPERATION_NAME,
  ATTR_RUN_ID,
  formatTraceMark,
  OPERATION_EMBEDDING,
  OPERATION_MODEL_CALL,
  OPERATION_RUN,
  TRACE_STATE_KEY,
} from "@runline/contract";
import { safely } from "../safely.ts";
import type { RunState } from "../run-scope.ts";

/**
 * Lets every span below a run or a call of a model tell so, whoever makes it and in whatever order they arrive: SDKs hand
 * the trace state of a parent down. It is set on the span's own context, since a tracer takes it from the parent only.
 *
 * @param run the run around, if any
 */
export function markTrace(
  span: Span,
  spanContext: SpanContext,
  attributes: Attributes,
  run: RunState | undefined,
): void {
  const operation = attributes[ATTR_GEN_AI_OPERATION_NAME];
  const isInModelCall = operation === OPERATION_MODEL_CALL || operation === OPERATION_EMBEDDING;
  if (!isInModelCall && operation !== OPERATION_RUN) return;
  const mark = (above: TraceState | undefined): TraceState => {
    const runId = attributes[ATTR_RUN_ID];
    const text = formatTraceMark({ runId: typeof runId === "string" ? runId : undefined, isInModelCall });
    return (above ?? createTraceState()).set(TRACE_STATE_KEY, text);
  };
  safely(
    "marking a trace",
    () => {
      if (!span.isRecording()) return; // it may have the context of its parent, or one that all such spans share
      const { traceState } = spanContext;
      spanContext.traceState = isInModelCall ? markModelCall(traceState, run, mark) : mark(traceState);
    },
    undefined,
  );
}

/** The calls of a run mostly have the same trace state above them: making it anew would be a seventh of what a call costs. */
function markModelCall(
  above: TraceState | undefined,
  run: RunState | undefined,
  mark: (above: TraceState | undefined) => TraceState,
): TraceState {
  if (above === undefined || run === undefined) return mark(above);
  if (run.callMark?.above !== above) run.callMark = { above, below: mark(above) };
  return run.callMark.below;
}
