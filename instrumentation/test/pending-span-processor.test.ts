import { InMemorySpanExporter, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { Tracer } from "@opentelemetry/api";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { createExportHealth } from "../src/node/export-health.ts";
import { createPendingSpanProcessor } from "../src/node/pending-span-processor.ts";

let provider: NodeTracerProvider | undefined;

afterEach(async () => {
  await provider?.shutdown();
});

/** An exporter that answers only when told to. */
class HeldExporter implements SpanExporter {
  readonly requests: ReadableSpan[][] = [];
  readonly answers: (() => void)[] = [];
  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.requests.push(spans);
    const success = new InMemorySpanExporter();
    this.answers.push(() => success.export([], done));
  }
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function trace(exporter: SpanExporter, options: { heartbeatMs?: number; maxOpen?: number } = {}): Tracer {
  const health = createExportHealth("http://sink", () => undefined);
  const pending = createPendingSpanProcessor({ exporter, health, delayMs: 10, ...options });
  provider = new NodeTracerProvider({ spanProcessors: [pending] });
  return provider.getTracer("test");
}

async function until(isMet: () => boolean): Promise<void> {
  while (!isMet()) await sleep(5);
}

it("sends one request at a time, and then only what is still open", async () => {
  const exporter = new HeldExporter();
  const tracer = trace(exporter);
  const first = tracer.startSpan("first");
  await until(() => exporter.requests.length === 1);
  const brief = tracer.startSpan("brief");
  const second = tracer.startSpan("second");
  await sleep(50);
  expect(exporter.requests).toHaveLength(1);
  brief.end();
  exporter.answers[0]?.();
  await until(() => exporter.requests.length === 2);
  expect(exporter.requests.map((spans) => spans.map((span) => span.name))).toEqual([["first"], ["second"]]);
  exporter.answers[1]?.();
  first.end();
  second.end();
});

it("sends every open span again at each heartbeat, with what it knows by then", async () => {
  const exporter = new InMemorySpanExporter();
  const tracer = trace(exporter, { heartbeatMs: 60 });
  const open = tracer.startSpan("open");
  tracer.startSpan("ended").end();
  await until(() => exporter.getFinishedSpans().length === 1);
  open.setAttribute("later", true);
  await until(() => exporter.getFinishedSpans().length === 2);
  expect(exporter.getFinishedSpans().map((span) => [span.name, span.attributes["later"], span.endTime])).toEqual([
    ["open", undefined, [0, 0]],
    ["open", true, [0, 0]],
  ]);
  open.end();
});

it("remembers a limited number of open spans", async () => {
  const exporter = new InMemorySpanExporter();
  const tracer = trace(exporter, { maxOpen: 2 });
  for (const name of ["oldest", "older", "new"]) tracer.startSpan(name);
  await until(() => exporter.getFinishedSpans().length > 0);
  expect(exporter.getFinishedSpans().map((span) => span.name)).toEqual(["older", "new"]);
});
