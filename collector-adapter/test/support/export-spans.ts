import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";

const COMPRESSION_VARIABLE = "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION";

export interface ExportOptions {
  encoding: "protobuf" | "json";
  compression?: "none" | "gzip";
}

/** Sends the spans with the official exporter; fails when the receiver does not take them. */
export async function exportSpans(url: string, spans: ReadableSpan[], options: ExportOptions): Promise<void> {
  const config = { url: `${url}/v1/traces` };
  // The option's enum is in a package that is not ours to import; the standard variable says the same.
  process.env[COMPRESSION_VARIABLE] = options.compression ?? "none";
  const exporter = options.encoding === "json" ? new JsonExporter(config) : new ProtobufExporter(config);
  Reflect.deleteProperty(process.env, COMPRESSION_VARIABLE);
  try {
    await new Promise<void>((resolve, reject) => {
      exporter.export(spans, (result) => (result.error === undefined ? resolve() : reject(result.error)));
    });
  } finally {
    await exporter.shutdown();
  }
}
