import { INVALID_SPAN_CONTEXT, trace } from "@opentelemetry/api";
import type { TracerProvider } from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  NodeTracerProvider,
  ParentBasedSampler,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";
import type { Sampler, Span, SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterEach, describe, expect, it } from "vitest";
import { findHostProvider } from "../src/node/find-host-provider.ts";
import { startTelemetry } from "../src/node/index.ts";

afterEach(() => {
  trace.disable();
});

describe("the host's OpenTelemetry", () => {
  it.each<[string, Sampler]>([
    ["keeps every trace", new AlwaysOnSampler()],
    ["keeps one trace in a thousand", new TraceIdRatioBasedSampler(0.001)],
    ["keeps few traces of its own", new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.001) })],
  ])("is used when it %s, and no span is made to find out", (_what, sampler) => {
    const started: Span[] = [];
    const provider = new NodeTracerProvider({ sampler, spanProcessors: [createStartRecorder(started)] });
    trace.setGlobalTracerProvider(provider);
    expect(findHostProvider()).toBe(provider);
    expect(started).toEqual([]);
  });

  it("is not used when it keeps no trace", () => {
    trace.setGlobalTracerProvider(new NodeTracerProvider({ sampler: new AlwaysOffSampler() }));
    expect(findHostProvider()).toBeUndefined();
    trace.disable();
    const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0) });
    trace.setGlobalTracerProvider(new NodeTracerProvider({ sampler }));
    expect(findHostProvider()).toBeUndefined();
  });

  it("is not used when there is none, or one that only passes contexts on, as Sentry's without tracing", () => {
    expect(findHostProvider()).toBeUndefined();
    trace.setGlobalTracerProvider({
      getTracer: () => ({
        startSpan: () => trace.wrapSpanContext(INVALID_SPAN_CONTEXT),
        startActiveSpan: () => undefined,
      }),
    });
    expect(findHostProvider()).toBeUndefined();
  });

  it("is used when its sampler cannot be asked but it records, and nothing of the question is exported", () => {
    const exporter = new InMemorySpanExporter();
    const sdk = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const provider: TracerProvider = {
      getTracer(name) {
        const tracer = sdk.getTracer(name);
        return {
          startSpan: (...args) => tracer.startSpan(...args),
          startActiveSpan: () => undefined,
        };
      },
    };
    trace.setGlobalTracerProvider(provider);
    expect(findHostProvider()).toBe(provider);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it("is not used when it is broken", () => {
    trace.setGlobalTracerProvider({
      getTracer: () => {
        throw new Error("broken");
      },
    });
    expect(findHostProvider()).toBeUndefined();
  });

  it("is not what another part of the process has from Runline", async () => {
    const telemetry = startTelemetry({ registerGlobals: true, endpoint: "http://127.0.0.1:9", flushOnExit: false });
    expect(findHostProvider()).toBeUndefined();
    await telemetry.shutdown();
  });
});

function createStartRecorder(started: Span[]): SpanProcessor {
  return {
    onStart: (span) => void started.push(span),
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
