import type { OtlpSpan } from "./otlp-span.ts";
import { readJsonSpan } from "./read-json-span.ts";
import { readProtobufSpan } from "./read-protobuf-span.ts";
import type { SignalForm } from "./signal-form.ts";
import { TRACES } from "./signals.ts";
import { isSpanId, isTraceId, ZERO_SPAN_ID } from "./span-id.ts";

/** Requests of traces. */
export const SPAN_FORM: SignalForm<OtlpSpan> = {
  signal: TRACES,
  resourceList: ["resourceSpans", "resource_spans"],
  scopeList: ["scopeSpans", "scope_spans"],
  itemList: ["spans", "spans"],
  oldScopeList: ["instrumentationLibrarySpans", "instrumentation_library_spans"],
  request: "ExportTraceServiceRequest",
  readJson: readJsonSpan,
  readProtobuf: readProtobufSpan,
  finish(span) {
    if (!isTraceId(span.traceId)) return "traceId must be 16 bytes that are not all zero.";
    if (!isSpanId(span.spanId)) return "spanId must be 8 bytes that are not all zero.";
    if (span.startedAt <= 0) return "startTimeUnixNano must be above 0.";
    if (span.parentSpanId === "" || span.parentSpanId === ZERO_SPAN_ID) span.parentSpanId = undefined;
    // Clocks are set back while a span is open: a span that ends before it starts is kept, with no duration.
    if (span.endedAt !== undefined && span.endedAt < span.startedAt) span.endedAt = span.startedAt;
    return undefined;
  },
};
