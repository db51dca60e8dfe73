import type { AgentIdentity } from "../steps/step-kit.ts";

/** Options of `startTelemetry`. What is not given comes from the standard `OTEL_*` variables, then from the default. */
export interface TelemetryOptions {
  /** Base address of Runline or of a Collector; `/v1/traces` is added. Default: `OTEL_EXPORTER_OTLP_[TRACES_]ENDPOINT`, then `http://127.0.0.1:4318`. */
  endpoint?: string | undefined;
  /** Sent with every request. Added to `OTEL_EXPORTER_OTLP_[TRACES_]HEADERS`. @example { authorization: "Bearer …" } */
  headers?: Record<string, string> | undefined;
  /** Name of this process. Default: `OTEL_SERVICE_NAME`, then the agent's name. */
  serviceName?: string | undefined;
  /** Keeps messages, prompts, arguments and results. Default: `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, then `false`. */
  captureContent?: boolean | undefined;
  /** Makes this the process's global OpenTelemetry, so that HTTP and SQL instrumentations send here too. Default: `false`. */
  registerGlobals?: boolean | undefined;
  /** Delivers spans on SIGTERM, on SIGINT and when the process runs out of work. Default: `true`. */
  flushOnExit?: boolean | undefined;
  /** Sends snapshots of spans that are still open. Turn off when the receiver is no Runline. Default: `true`. */
  pendingSpans?: boolean | undefined;
  /** Whose runs `runTracer` records. */
  agent?: Partial<AgentIdentity> | undefined;
}
