/** The name of a signal of OTLP. */
export type Signal = "traces" | "logs" | "metrics";

/** A signal of OTLP, and where it comes in. */
export interface OtlpSignal {
  readonly name: Signal;
  /** What the items of its requests are called, in messages and in the log. */
  readonly items: string;
  /** Where its requests come in over HTTP. */
  readonly path: string;
  /** Its service of gRPC, whose only method is `Export`. */
  readonly service: string;
}

export const TRACES: OtlpSignal = {
  name: "traces",
  items: "spans",
  path: "/v1/traces",
  service: "opentelemetry.proto.collector.trace.v1.TraceService",
};

export const LOGS: OtlpSignal = {
  name: "logs",
  items: "log records",
  path: "/v1/logs",
  service: "opentelemetry.proto.collector.logs.v1.LogsService",
};

const METRICS: OtlpSignal = {
  name: "metrics",
  items: "metrics",
  path: "/v1/metrics",
  service: "opentelemetry.proto.collector.metrics.v1.MetricsService",
};

/** Every signal, over HTTP and over gRPC alike. */
export const SIGNALS: readonly OtlpSignal[] = [TRACES, LOGS, METRICS];
