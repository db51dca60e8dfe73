import { trace } from "@opentelemetry/api";
import { BatchSpanProcessor, InMemorySpanExporter, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openPluginTelemetry } from "../src/elizaos/plugin-telemetry.ts";

let exporter: InMemorySpanExporter;
let host: NodeTracerProvider;

beforeEach(() => {
  exporter = new InMemorySpanExporter();
  // Delivers only when it is asked to.
  host = new NodeTracerProvider({
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 60_000 })],
  });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  trace.disable();
  await host.shutdown();
});

it("runs are spans of the host's global OpenTelemetry, and a flush delivers them", async () => {
  trace.setGlobalTracerProvider(host);
  const telemetry = openPluginTelemetry({ endpoint: "http://127.0.0.1:9" }, "Guide");
  telemetry.createAgentTracer({ agentName: "Guide" }).startRun().end();
  expect(exporter.getFinishedSpans()).toEqual([]);
  await telemetry.flush();
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(["invoke_agent Guide"]);
  expect(telemetry.isFound).toBe(true);
});

it("an address that only the host's exporter understands is the host's business", () => {
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"); // as gRPC takes it
  trace.setGlobalTracerProvider(host);
  expect(openPluginTelemetry({}, "Guide").isFound).toBe(true);
});

it("a flush reaches the host's provider through the proxy that OpenTelemetry's API hands out", async () => {
  trace.setGlobalTracerProvider(host);
  const telemetry = openPluginTelemetry({ tracerProvider: trace.getTracerProvider() }, "Guide");
  telemetry.createAgentTracer({ agentName: "Guide" }).startRun().end();
  await telemetry.flush();
  expect(exporter.getFinishedSpans()).toHaveLength(1);
  expect(telemetry.isFound).toBe(false);
});

it("a provider that cannot deliver does not fail the flush", async () => {
  const tracerProvider = Object.assign(Object.create(host), { forceFlush: () => Promise.reject(new Error("down")) });
  await expect(openPluginTelemetry({ tracerProvider }, "Guide").flush()).resolves.toBeUndefined();
});

it('"own" keeps the runs apart from the host\'s OpenTelemetry', async () => {
  trace.setGlobalTracerProvider(host);
  const options = { tracerProvider: "own", endpoint: "http://127.0.0.1:9", pendingSpans: false } as const;
  const telemetry = openPluginTelemetry(options, "Guide");
  const run = telemetry.createAgentTracer({ agentName: "Guide" }).startRun();
  expect(run.spanContext.traceId).toBe(run.runId?.replaceAll("-", ""));
  await host.forceFlush();
  expect(exporter.getFinishedSpans()).toEqual([]);
});
