import { suppressTracing } from "../opentelemetry-sdk.ts";
import type { ReadableSpan, SpanExporter } from "../opentelemetry-sdk.ts";
import { globalContextStorage } from "../context-storage.ts";

/** What came of an export. */
export interface ExportOutcome {
  isDelivered: boolean;
  /** Asking again would not help: the receiver said no, or the exporter cannot send these spans at all. */
  isRefused: boolean;
  error: Error | undefined;
}

/** HTTP 4xx answers that ask for patience instead of saying no. */
const NOT_YET = [408, 429];

/** Exports spans without making new ones of the request. Never rejects, whatever the host's context manager does. */
export function exportSpans(exporter: SpanExporter, spans: ReadableSpan[]): Promise<ExportOutcome> {
  return new Promise((resolve) => {
    globalContextStorage.with(suppressTracing(globalContextStorage.active()), () => {
      try {
        exporter.export(spans, ({ code, error }) => {
          // 0 is success; the enum itself exists once per copy of OpenTelemetry's core, so it cannot be compared with.
          resolve({ isDelivered: !code, isRefused: isRefusal(error), error });
        });
      } catch (error) {
        resolve({ isDelivered: false, isRefused: true, error: error instanceof Error ? error : undefined });
      }
    });
  });
}

function isRefusal(error: Error | undefined): boolean {
  if (error === undefined || !("code" in error) || typeof error.code !== "number") return false;
  return error.code >= 400 && error.code < 500 && !NOT_YET.includes(error.code);
}
