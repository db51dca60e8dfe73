import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createExportHealth } from "../src/node/export-health.ts";
import { createFinishedSpanProcessor } from "../src/node/finished-span-processor.ts";

const DELAY_MS = 10;
const RETRY_MS = 1_000;

/** Keeps the requests until the test answers them, oldest first. */
class HeldExporter implements SpanExporter {
  readonly requests: string[][] = [];
  readonly #answers: Parameters<SpanExporter["export"]>[1][] = [];
  export(spans: ReadableSpan[], done: Parameters<SpanExporter["export"]>[1]): void {
    this.requests.push(spans.map(({ name }) => name));
    this.#answers.push(done);
  }
  async shutdown(): Promise<void> {}
  async deliver(): Promise<void> {
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists once per copy of OpenTelemetry's core
    this.#answers.shift()?.({ code: 0 });
    await vi.advanceTimersByTimeAsync(0);
  }
  async fail(code?: number): Promise<void> {
    const error = Object.assign(new Error("no"), code !== undefined && { code });
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists once per copy of OpenTelemetry's core
    this.#answers.shift()?.({ code: 1, error });
    await vi.advanceTimersByTimeAsync(0);
  }
}

let exporter: HeldExporter;
let provider: NodeTracerProvider;
let messages: string[];

// The clock stands still but for where a test moves it.
beforeEach(() => {
  vi.useFakeTimers();
  exporter = new HeldExporter();
  messages = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function open(options: { maxKept?: number; maxBatchSize?: number } = {}): void {
  const health = createExportHealth("http://sink", (message) => messages.push(message));
  const finished = createFinishedSpanProcessor({ exporter, health, delayMs: DELAY_MS, retryMs: RETRY_MS, ...options });
  provider = new NodeTracerProvider({ spanProcessors: [finished] });
}

function endSpans(...names: string[]): void {
  for (const name of names) provider.getTracer("test").startSpan(name).end();
}

it("waits, when asked to flush, for the request that is under way and for what has ended meanwhile", async () => {
  open();
  endSpans("under way");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  endSpans("meanwhile");
  let isFlushed = false;
  const flushed = provider.forceFlush().then(() => (isFlushed = true));
  await exporter.deliver();
  expect(isFlushed).toBe(false);
  await exporter.deliver();
  await flushed;
  expect(exporter.requests).toEqual([["under way"], ["meanwhile"]]);
});

it("keeps the newest spans of an outage, asks rarely, sends full requests afterwards, and tells how many were lost", async () => {
  open({ maxKept: 3, maxBatchSize: 2 });
  endSpans("lost");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  await exporter.fail();
  for (const name of ["second", "third", "fourth"]) {
    endSpans(name);
    await vi.advanceTimersByTimeAsync(DELAY_MS);
  }
  expect(exporter.requests).toEqual([["lost"]]);
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  await exporter.fail();
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  await exporter.deliver();
  await exporter.deliver();
  expect(exporter.requests).toEqual([["lost"], ["second", "third"], ["second", "third"], ["fourth"]]);
  expect(messages).toEqual([
    expect.stringContaining("cannot deliver spans to http://sink (no). They are kept"),
    expect.stringContaining("delivers spans to http://sink again (lost: 1)"),
  ]);
});

it("says so when more ends than can be kept, though the receiver is well", async () => {
  open({ maxKept: 2 });
  endSpans("first", "second", "third");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  await exporter.deliver();
  expect(exporter.requests).toEqual([["second", "third"]]);
  expect(messages).toEqual([expect.stringContaining("the oldest are dropped"), expect.stringContaining("(lost: 1)")]);
});

it.each([400, 401, 413])("drops what the receiver refuses with %i, and says that", async (code) => {
  open();
  endSpans("refused");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  await exporter.fail(code);
  await vi.advanceTimersByTimeAsync(2 * RETRY_MS);
  expect(exporter.requests).toEqual([["refused"]]);
  expect(messages).toEqual([expect.stringContaining(`http://sink refuses spans (${code} no); they are dropped.`)]);
});

it.each([408, 429, 500, 503])("keeps what the receiver cannot take now (%i)", async (code) => {
  open();
  endSpans("patient");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  await exporter.fail(code);
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  expect(exporter.requests).toEqual([["patient"], ["patient"]]);
});

it("survives an exporter that throws", async () => {
  open();
  vi.spyOn(exporter, "export").mockImplementationOnce(() => {
    throw new Error("cannot be serialized");
  });
  endSpans("poison");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  endSpans("next");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  expect(exporter.requests).toEqual([["next"]]);
  expect(messages).toEqual([expect.stringContaining("(cannot be serialized)")]);
});
