import type { RedactContent } from "../content/create-content-format.ts";
import type { SecretSource } from "../content/create-secret-filter.ts";
import type { PriceTable } from "../cost.ts";
import type { AgentIdentity } from "../steps/step.ts";

const DEFAULT_ENDPOINT = "http://127.0.0.1:4318";

/** Telemetry cannot start with the options or variables given. */
export class TelemetryConfigError extends Error {
  override readonly name = "TelemetryConfigError";
  /** Stable, for branching; the message is for people. */
  readonly code = "INVALID_TELEMETRY_CONFIG";
}

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
  /** Sends snapshots of spans that are still open. Turn off when the receiver is not a Runline. Default: `true`. */
  pendingSpans?: boolean | undefined;
  /** Whose runs `runTracer` records. */
  agent?: AgentOptions | undefined;
}

/** What decides how spans are made and sent, options and environment taken together. */
export interface TelemetryConfig {
  /** Nothing is recorded or sent. */
  isDisabled: boolean;
  /** Full address of the OTLP/HTTP traces endpoint. */
  url: string;
  /** `false` when the environment says how to compress. */
  useGzip: boolean;
  /** `false` when the environment says how long a request may take. */
  useDefaultTimeout: boolean;
  /** How finished spans are collected, as far as the environment says. */
  batch: { delayMs: number | undefined; maxBatchSize: number | undefined; maxKept: number | undefined };
}

/** Whether content is kept; the option first, then the environment. */
export function parseCaptureContent({ captureContent }: TelemetryOptions, env: NodeJS.ProcessEnv): boolean {
  return captureContent ?? isTrue(env, "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT");
}

/**
 * Reads the variables that the SDK and the exporter leave to the setup; they read the rest (`OTEL_EXPORTER_OTLP_HEADERS`,
 * `…_TIMEOUT`, `…_CERTIFICATE`, `OTEL_SPAN_*_LIMIT`) themselves.
 *
 * @throws TelemetryConfigError when the endpoint is not an http or https address
 */
export function parseTelemetryConfig(options: TelemetryOptions, env: NodeJS.ProcessEnv): TelemetryConfig {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  return {
    isDisabled: isTrue(env, "OTEL_SDK_DISABLED") || read("OTEL_TRACES_EXPORTER") === "none",
    url: toTracesUrl(options.endpoint, read),
    useGzip: (read("OTEL_EXPORTER_OTLP_TRACES_COMPRESSION") ?? read("OTEL_EXPORTER_OTLP_COMPRESSION")) === undefined,
    useDefaultTimeout: (read("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT") ?? read("OTEL_EXPORTER_OTLP_TIMEOUT")) === undefined,
    batch: {
      delayMs: parsePositive(read("OTEL_BSP_SCHEDULE_DELAY")),
      maxBatchSize: parsePositive(read("OTEL_BSP_MAX_EXPORT_BATCH_SIZE")),
      maxKept: parsePositive(read("OTEL_BSP_MAX_QUEUE_SIZE")),
    },
  };
}

function isTrue(env: NodeJS.ProcessEnv, name: string): boolean {
  return env[name]?.trim().toLowerCase() === "true";
}

/** As OpenTelemetry's specification asks, what is not a positive number counts as not set. */
function parsePositive(text: string | undefined): number | undefined {
  const value = Math.floor(Number(text));
  return value > 0 && Number.isFinite(value) ? value : undefined;
}

function toTracesUrl(endpoint: string | undefined, read: (name: string) => string | undefined): string {
  const exact = endpoint === undefined ? read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") : undefined;
  if (exact !== undefined) return checkUrl(exact, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  const base = endpoint ?? read("OTEL_EXPORTER_OTLP_ENDPOINT") ?? DEFAULT_ENDPOINT;
  const source = endpoint === undefined ? "OTEL_EXPORTER_OTLP_ENDPOINT" : "option endpoint";
  return checkUrl(`${base.replace(/\/+$/, "")}/v1/traces`, source);
}

function checkUrl(url: string, source: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === "http:" || protocol === "https:") return url;
  throw new TelemetryConfigError(`${source} is "${url}"; expected an address such as ${DEFAULT_ENDPOINT}.`);
}
