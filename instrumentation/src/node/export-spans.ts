import { context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";

/** What came of an export. */
export interface ExportOutcome {
  isDelivered: boolean;
  /** The receiver said no (an HTTP 4xx answer): asking again would not help. */
  isRefused: boolean;
  error: Error | undefined;
}

/** Exports spans without making new ones of the request. Never rejects. */
export function exportSpans(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportOutcome> {
  return new Promise((resolve) => {
    context.with(suppressTracing(context.active()), () => {
      exporter.export(spans, ({ code, error }) => {
        // 0 is success; the enum itself exists once per copy of OpenTelemetry's core, so it cannot be compared with.
        const isDelivered = !code;
        const isRefused = error !== undefined && "code" in error && typeof error.code === "number";
        resolve({ isDelivered, isRefused, error });
      });
    });
  });
}
