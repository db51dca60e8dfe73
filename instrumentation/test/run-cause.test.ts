import { ROOT_CONTEXT, SpanKind, TraceFlags, context, propagation, trace } from "@opentelemetry/api";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTelemetry } from "../src/node/index.ts";
import { RUN_ID, recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";
import { openSpanSink } from "./support/span-sink.ts";

const TRACE_ID = RUN_ID.replaceAll("-", "");

let telemetry: RecordedTelemetry;
let host: NodeTracerProvider;

beforeEach(() => {
  telemetry = recordTelemetry();
  host = new NodeTracerProvider();
  host.register();
});

afterEach(async () => {
  trace.disable();
  context.disable();
  propagation.disable();
  await host.shutdown();
  await telemetry.shutdown();
});

function getRun(agentName: string): ReadableSpan {
  return telemetry.getSpan(`invoke_agent ${agentName}`);
}

describe("a run", () => {
  it("joins the trace of the host's server span", () => {
    host.getTracer("http").startActiveSpan("POST /chat", { kind: SpanKind.SERVER }, (request) => {
      telemetry.tracer.startRun({ runId: RUN_ID }).end();
      expect(getRun("Guide").parentSpanContext?.spanId).toBe(request.spanContext().spanId);
      expect(getRun("Guide").links).toEqual([]);
      request.end();
    });
  });

  it("in the span of a queue's consumer is a root that links to it", () => {
    host.getTracer("queue").startActiveSpan("process orders", { kind: SpanKind.CONSUMER }, (message) => {
      telemetry.tracer.startRun({ runId: RUN_ID }).end();
      expect(getRun("Guide").parentSpanContext).toBeUndefined();
      expect(getRun("Guide").spanContext().traceId).toBe(TRACE_ID);
      expect(getRun("Guide").links.map(({ context: { spanId } }) => spanId)).toEqual([message.spanContext().spanId]);
      message.end();
    });
  });

  it("inside a run that goes on is its child, as when one agent asks another", () => {
    telemetry.tracer.withRun({ agentName: "Asking" }, () => telemetry.tracer.startRun({ runId: RUN_ID }).end());
    expect(getRun("Guide").parentSpanContext?.spanId).toBe(getRun("Asking").spanContext().spanId);
  });

  it("that an ended run has left behind is a root that links to it, and what it does belongs to it", () => {
    const earlier = telemetry.tracer.startRun({ agentName: "Earlier" });
    earlier.end();
    earlier.within(() =>
      telemetry.tracer.withRun({ runId: RUN_ID }, () => telemetry.tracer.startModelCall({ modelType: "M" }).end()),
    );
    expect(getRun("Guide").parentSpanContext).toBeUndefined();
    expect(getRun("Guide").spanContext().traceId).toBe(TRACE_ID);
    expect(getRun("Guide").links.map(({ context: { spanId } }) => spanId)).toEqual([earlier.spanContext.spanId]);
    expect(telemetry.getSpan("chat M").attributes["runline.run.id"]).toBe(RUN_ID);
  });

  it("of a consumer that an ended run has left behind links to the consumer's span", () => {
    const earlier = telemetry.tracer.startRun({ agentName: "Earlier" });
    earlier.end();
    earlier.within(() => {
      const message = host.getTracer("queue").startSpan("process orders", { kind: SpanKind.CONSUMER }, ROOT_CONTEXT);
      context.with(trace.setSpan(ROOT_CONTEXT, message), () => telemetry.tracer.startRun().end());
      expect(getRun("Guide").links.map(({ context: { spanId } }) => spanId)).toEqual([message.spanContext().spanId]);
    });
  });

  it("joins a trace that came over the wire where nobody records the request", () => {
    const remote = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: TraceFlags.NONE, isRemote: true };
    context.with(trace.setSpanContext(ROOT_CONTEXT, remote), () => telemetry.tracer.startRun().end());
    expect(getRun("Guide").parentSpanContext?.spanId).toBe(remote.spanId);
  });
});

it("what a step of an ended run does still belongs to that run", () => {
  const run = telemetry.tracer.startRun({ runId: RUN_ID });
  run.end({ status: "timeout" });
  run.within(() => telemetry.tracer.startModelCall({ modelType: "LATE" }).end());
  expect(telemetry.getSpan("chat LATE").attributes["runline.run.id"]).toBe(RUN_ID);
  expect(telemetry.getSpan("chat LATE").spanContext().traceId).toBe(TRACE_ID);
});

describe("the plugin's own telemetry", () => {
  it("as the process's OpenTelemetry writes the run into outgoing calls", async () => {
    trace.disable();
    context.disable();
    propagation.disable();
    const sink = await openSpanSink();
    const own = startTelemetry({ registerGlobals: true, endpoint: sink.url, flushOnExit: false });
    const carrier: Record<string, string> = {};
    const { spanContext } = own.runTracer.withRun({ runId: RUN_ID }, (run) => {
      propagation.inject(context.active(), carrier);
      return run;
    });
    expect(carrier["traceparent"]).toBe(`00-${TRACE_ID}-${spanContext.spanId}-01`);
    await own.shutdown();
    await sink.close();
  });

  it("leaves the host's active span alone when it is turned off", async () => {
    vi.stubEnv("OTEL_SDK_DISABLED", "true");
    const own = startTelemetry({ endpoint: "http://127.0.0.1:9", flushOnExit: false });
    vi.unstubAllEnvs();
    host.getTracer("http").startActiveSpan("POST /chat", (request) => {
      own.runTracer.withRun({}, () => expect(trace.getActiveSpan()).toBe(request));
      request.end();
    });
    await own.shutdown();
  });
});
