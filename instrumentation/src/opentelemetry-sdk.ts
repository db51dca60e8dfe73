// All that is used of OpenTelemetry's SDK. The build puts the code of these packages into this module (`scripts/bundle-sdk.mjs`), so
// that none of them is asked of the host, whose own are of another line. No public type may name one of theirs.
export { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
export {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
  parseTraceParent,
  suppressTracing,
} from "@opentelemetry/core";
export { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
export { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
export { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
export type { Resource } from "@opentelemetry/resources";
export { AlwaysOffSampler, AlwaysOnSampler, BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
export type { IdGenerator, ReadableSpan, Span, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace-base";
