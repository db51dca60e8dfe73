import { TelemetryConfigError } from "./telemetry-config-error.ts";
import type { TelemetryOptions } from "./telemetry-options.ts";

const DEFAULT_ENDPOINT = "http://127.0.0.1:4318";

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
 * @throws TelemetryConfigError when the endpoint is no http or https address
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

/** As OpenTelemetry's specification asks, what is no positive number counts as not set. */
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
