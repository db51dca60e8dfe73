import type { AgentIdentity } from "../steps/step-kit.ts";
import type { PriceTable, RedactContent, SecretSource } from "../types.ts";

/** An agent of this process. */
export interface AgentOptions extends Partial<AgentIdentity> {
  /** Secrets of this agent alone. */
  secrets?: SecretSource | undefined;
}

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
  /** Sees each piece of captured content and says what is kept of it. Default: all is. */
  redact?: RedactContent | undefined;
  /**
   * Replaced by `[secret]` in content, error messages, stacks and events. Default: none; of an elizaOS agent always those of
   * its character too.
   */
  secrets?: SecretSource | undefined;
  /** Gives model calls and embeddings with known tokens a cost. Default: none; they have no cost. */
  prices?: PriceTable | undefined;
  /** Makes this the process's global OpenTelemetry, so that HTTP and SQL instrumentations send here too. Default: `false`. */
  registerGlobals?: boolean | undefined;
  /** Delivers spans on SIGTERM, on SIGINT and when the process runs out of work. Default: `true`. */
  flushOnExit?: boolean | undefined;
  /** Sends snapshots of spans that are still open. Turn off when the receiver is no Runline. Default: `true`. */
  pendingSpans?: boolean | undefined;
  /** Whose runs `runTracer` records. */
  agent?: AgentOptions | undefined;
}
