import type { Signal } from "./signal-form.ts";

/** A signal of OTLP, and where it comes in. */
export interface OtlpSignal {
  readonly name: Signal;
  /** Where its requests come in over HTTP. */
  readonly path: string;
  /** Its service of gRPC, whose only method is `Export`. */
  readonly service: string;
}

export const TRACES: OtlpSignal = {
  name: "traces",
  path: "/v1/traces",
  service: "opentelemetry.proto.collector.trace.v1.TraceService",
};

/** Every signal, over HTTP and over gRPC alike. */
export const SIGNALS: readonly OtlpSignal[] = [
  TRACES,
  {
    name: "logs",
    path: "/v1/logs",
    service: "opentelemetry.proto.collector.logs.v1.LogsService",
  },
  {
    name: "metrics",
    path: "/v1/metrics",
    service: "opentelemetry.proto.collector.metrics.v1.MetricsService",
  },
];
