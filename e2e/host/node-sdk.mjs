// The host's own OpenTelemetry, started by `node --import`. Its exporter calls itself "host", so that the receiver can
// tell its requests from those of any other exporter in the process.
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { instrumentations } from "./instrumentations.mjs";

export const sdk = new NodeSDK({
  serviceName: "inn",
  traceExporter: new OTLPTraceExporter({ headers: { "x-exporter": "host" } }),
  instrumentations,
});
sdk.start();
