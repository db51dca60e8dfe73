import { describe, expect, it } from "vitest";
import { TelemetryConfigError, parseCaptureContent, parseTelemetryConfig } from "./telemetry-config.ts";

describe("the address", () => {
  it("is the local Runline when nothing is said", () => {
    expect(parseTelemetryConfig({}, {}).url).toBe("http://127.0.0.1:4318/v1/traces");
  });

  it("takes OTEL_EXPORTER_OTLP_ENDPOINT as the base and the traces endpoint as it is", () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };
    expect(parseTelemetryConfig({}, env).url).toBe("http://collector:4318/v1/traces");
    const exact = { ...env, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://example.test/ingest" };
    expect(parseTelemetryConfig({}, exact).url).toBe("https://example.test/ingest");
  });

  it("takes the option first", () => {
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://example.test/ingest" };
    expect(parseTelemetryConfig({ endpoint: "http://runline:9000" }, env).url).toBe("http://runline:9000/v1/traces");
  });

  it("says which setting is wrong", () => {
    expect(() => parseTelemetryConfig({}, { OTEL_EXPORTER_OTLP_ENDPOINT: "localhost:4318" })).toThrow(
      new TelemetryConfigError(
        'OTEL_EXPORTER_OTLP_ENDPOINT is "localhost:4318/v1/traces"; expected an address such as http://127.0.0.1:4318.',
      ),
    );
  });
});

it("captures content only on request", () => {
  const env = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true" };
  expect(parseCaptureContent({}, {})).toBe(false);
  expect(parseCaptureContent({}, env)).toBe(true);
  expect(parseCaptureContent({ captureContent: false }, env)).toBe(false);
});

it("records nothing when the SDK or its traces are switched off", () => {
  expect(parseTelemetryConfig({}, { OTEL_SDK_DISABLED: "TRUE" }).isDisabled).toBe(true);
  expect(parseTelemetryConfig({}, { OTEL_TRACES_EXPORTER: "none" }).isDisabled).toBe(true);
  expect(parseTelemetryConfig({}, { OTEL_TRACES_EXPORTER: "otlp" }).isDisabled).toBe(false);
});

it("leaves compression, timeout and batching to the environment when that says something", () => {
  expect(parseTelemetryConfig({}, {})).toMatchObject({
    useGzip: true,
    useDefaultTimeout: true,
    batch: { delayMs: undefined },
  });
  const env = {
    OTEL_EXPORTER_OTLP_COMPRESSION: "none",
    OTEL_EXPORTER_OTLP_TIMEOUT: "10000",
    OTEL_BSP_SCHEDULE_DELAY: "1000",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "many",
    OTEL_BSP_MAX_QUEUE_SIZE: "0",
  };
  expect(parseTelemetryConfig({}, env)).toMatchObject({
    useGzip: false,
    useDefaultTimeout: false,
    batch: { delayMs: 1_000, maxBatchSize: undefined, maxKept: undefined },
  });
});
