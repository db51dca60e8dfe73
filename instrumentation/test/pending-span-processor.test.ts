import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { InMemorySpanExporter, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { Tracer } from "@opentelemetry/api";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createPendingSpanProcessor } from "../src/node/pending-span-processor.ts";

const DELAY_MS = 10;
const HEARTBEAT_MS = 1_000;

let provider: NodeTracerProvider | undefined;

// The clock stands still but for where a test moves it.
beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(async () => {
  const closed = provider?.shutdown();
  await vi.advanceTimersByTimeAsync(1); // the in-memory exporter answers by a timer
  await closed;
  vi.useRealTimers();
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

interface TraceOptions {
  maxOpen?: number;
  /** `undefined`: the processor's own default. */
  heartbeatMs?: number | undefined;
}

function trace(exporter: SpanExporter, options: TraceOptions = {}): Tracer {
  const { maxOpen, heartbeatMs } = { heartbeatMs: HEARTBEAT_MS, ...options };
  const pending = createPendingSpanProcessor({
    exporter,
    delayMs: DELAY_MS,
    ...(maxOpen !== undefined && { maxOpen }),
    ...(heartbeatMs !== undefined && { heartbeatMs }),
  });
  provider = new NodeTracerProvider({ spanProcessors: [pending] });
  return provider.getTracer("test");
}

it("sends one request at a time, and then only what is still open", async () => {
  const exporter = new HeldExporter();
  const tracer = trace(exporter);
  const first = tracer.startSpan("first");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  const brief = tracer.startSpan("brief");
  const second = tracer.startSpan("second");
  await vi.advanceTimersByTimeAsync(5 * DELAY_MS);
  expect(exporter.requests).toHaveLength(1);
  brief.end();
  exporter.answers[0]?.();
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  expect(exporter.requests.map((spans) => spans.map((span) => span.name))).toEqual([["first"], ["second"]]);
  exporter.answers[1]?.();
  first.end();
  second.end();
});

it("sends every open span again at each heartbeat, with what it knows by then, but never content", async () => {
  const exporter = new InMemorySpanExporter();
  const tracer = trace(exporter);
  const open = tracer.startSpan("open", { attributes: { "gen_ai.input.messages": "a long prompt" } });
  tracer.startSpan("ended").end();
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  open.setAttribute("later", true);
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
  expect(exporter.getFinishedSpans().map((span) => [span.name, span.attributes, span.endTime])).toEqual([
    ["open", { "runline.span.pending": true }, [0, 0]],
    ["open", { "runline.span.pending": true, later: true }, [0, 0]],
  ]);
  open.end();
});

it("reports an open span every 15 s when nothing else is said", async () => {
  const exporter = new InMemorySpanExporter();
  const tracer = trace(exporter, { heartbeatMs: undefined });
  const open = tracer.startSpan("open");
  await vi.advanceTimersByTimeAsync(14_900);
  expect(exporter.getFinishedSpans()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(exporter.getFinishedSpans()).toHaveLength(2);
  open.end();
});

it("remembers a limited number of open spans", async () => {
  const exporter = new InMemorySpanExporter();
  const tracer = trace(exporter, { maxOpen: 2 });
  for (const name of ["oldest", "older", "new"]) tracer.startSpan(name);
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  expect(exporter.getFinishedSpans().map((span) => span.name)).toEqual(["older", "new"]);
});

it("has shut down once what is being sent is answered", async () => {
  const exporter = new HeldExporter();
  const shutdown = vi.spyOn(exporter, "shutdown");
  trace(exporter).startSpan("open");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  const closed = provider?.shutdown();
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  expect(shutdown).not.toHaveBeenCalled();
  exporter.answers[0]?.();
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  await closed;
  expect(shutdown).toHaveBeenCalledOnce();
  provider = undefined;
});

it("goes on after a span that the host has broken", async () => {
  const exporter = new HeldExporter();
  const tracer = trace(exporter);
  const broken = tracer.startSpan("broken");
  Object.defineProperty(broken, "attributes", {
    get() {
      throw new Error("broken by the host");
    },
  });
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  tracer.startSpan("whole");
  await vi.advanceTimersByTimeAsync(DELAY_MS);
  expect(exporter.requests.flat().map(({ name }) => name)).toEqual(["whole"]);
  exporter.answers[0]?.();
});

it("holds ended spans, which may have content, until 256 have ended and no longer", async () => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect !== "function") throw new Error("This test frees memory, for which V8 gives `gc`.");
  const tracer = trace(new HeldExporter());
  const spans = Array.from({ length: 1_000 }, (_, index) => {
    const span = tracer.startSpan(`step ${index}`);
    span.end();
    return new WeakRef(span);
  });
  await new Promise<void>((resolve) => process.nextTick(resolve)); // what a weak reference was made of is kept until its turn is over
  collect();
  expect(spans.filter((span) => span.deref() !== undefined).length).toBeLessThan(300);
});
