import { BatchSpanProcessor, InMemorySpanExporter, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createExportHealth } from "../src/node/export-health.ts";
import { createKeepingExporter } from "../src/node/keeping-exporter.ts";

/** Delivers after a while, or fails as told. */
class SlowExporter implements SpanExporter {
  readonly delivered = new InMemorySpanExporter();
  isDown = false;
  attempts = 0;
  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.attempts += 1;
    setTimeout(() => {
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists once per copy of OpenTelemetry's core
      if (this.isDown) done({ code: 1, error: new Error("connect ECONNREFUSED") });
      else this.delivered.export(spans, done);
    }, 50);
  }
  async shutdown(): Promise<void> {}
  names(): string[] {
    return this.delivered.getFinishedSpans().map(({ name }) => name);
  }
}

it("waits for the batch that is under way, which the batch processor's flush does not", async () => {
  const exporter = new SlowExporter();
  const keeping = createKeepingExporter({ exporter, health: createExportHealth("http://sink") });
  const provider = new NodeTracerProvider({
    spanProcessors: [new BatchSpanProcessor(keeping, { scheduledDelayMillis: 1 })],
  });
  provider.getTracer("test").startSpan("under way").end();
  while (exporter.attempts === 0) await sleep(1);
  await provider.forceFlush();
  expect(exporter.names()).toEqual([]);
  await keeping.whenIdle();
  expect(exporter.names()).toEqual(["under way"]);
  await provider.shutdown();
});

it("keeps the newest spans of an outage, asks rarely, and tells how many were lost", async () => {
  const exporter = new SlowExporter();
  const messages: string[] = [];
  const health = createExportHealth("http://sink", (message) => messages.push(message));
  const keeping = createKeepingExporter({ exporter, health, maxKept: 2, retryMs: 60_000 });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(keeping)] });
  exporter.isDown = true;
  for (const name of ["lost", "kept", "newest"]) {
    provider.getTracer("test").startSpan(name).end();
    await provider.forceFlush();
  }
  expect(exporter.attempts).toBe(1);
  exporter.isDown = false;
  await keeping.forceFlush();
  expect(exporter.names()).toEqual(["kept", "newest"]);
  expect(messages).toEqual([
    expect.stringContaining("cannot deliver spans to http://sink (connect ECONNREFUSED)"),
    expect.stringContaining("delivers spans to http://sink again (lost: 1)"),
  ]);
  await provider.shutdown();
});
