import { createTraceState } from "@opentelemetry/api";
import type { Attributes, Span, SpanContext } from "@opentelemetry/api";
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

/**
 * Lets every span below a run or a call of a model tell so, whoever makes it and in whatever order they arrive: SDKs hand
 * the trace state of a parent down. It is set on the span's own context, since a tracer takes it from the parent only.
 */
export function markTrace(span: Span, spanContext: SpanContext, attributes: Attributes): void {
  const operation = attributes[ATTR_GEN_AI_OPERATION_NAME];
  const isInModelCall = operation === OPERATION_MODEL_CALL || operation === OPERATION_EMBEDDING;
  if (!isInModelCall && operation !== OPERATION_RUN) return;
  const runId = attributes[ATTR_RUN_ID];
  safely(
    "marking a trace",
    () => {
      if (!span.isRecording()) return; // it may have the context of its parent, or one that all such spans share
      const mark = formatTraceMark({ runId: typeof runId === "string" ? runId : undefined, isInModelCall });
      spanContext.traceState = (spanContext.traceState ?? createTraceState()).set(TRACE_STATE_KEY, mark);
    },
    undefined,
  );
}
