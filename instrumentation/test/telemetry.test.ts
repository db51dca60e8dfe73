import { ROOT_CONTEXT, context, createContextKey, propagation, trace } from "@opentelemetry/api";
import type { Context, ContextManager } from "@opentelemetry/api";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTelemetry } from "../src/node/index.ts";
import type { Telemetry, TelemetryOptions } from "../src/node/index.ts";
import { openSpanSink } from "./support/span-sink.ts";
import type { SpanSink } from "./support/span-sink.ts";

const RUN_ID = "0a4f3c1e-7b1d-4a4e-9f0e-3d1c5b2a7f10";

/** The host's own context manager, which can be told from any other: in its context a key is set at the root. */
class HostContextManager implements ContextManager {
  #active = ROOT_CONTEXT.setValue(createContextKey("host"), true);
  active(): Context {
    return this.#active;
  }
  with: ContextManager["with"] = (next, fn, thisArg, ...args) => {
    const before = this.#active;
    this.#active = next;
    try {
      return fn.call(thisArg, ...args);
    } finally {
      this.#active = before;
    }
  };
  bind<T>(_context: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}

let sink: SpanSink;
let telemetry: Telemetry | undefined;

beforeEach(async () => {
  sink = await openSpanSink();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await telemetry?.shutdown();
  telemetry = undefined;
  await sink.close();
});

function start(options: TelemetryOptions = {}): Telemetry {
  telemetry = startTelemetry({ endpoint: sink.url, ...options });
  return telemetry;
}

describe("a run on the wire", () => {
  it("shows at once as pending and then as finished, with the same ids", async () => {
    const { runTracer } = start();
    const run = runTracer.startRun({ runId: RUN_ID });
    const pending = await sink.waitFor((span) => span.isPending);
    expect(pending).toMatchObject({ traceId: RUN_ID.replaceAll("-", ""), hasEnd: false, status: { code: 0 } });
    expect(pending.attributes["runline.run.id"]).toBe(RUN_ID);
    run.end();
    const final = await sink.waitFor((span) => span.hasEnd);
    expect(final.spanId).toBe(pending.spanId);
    expect(final.isPending).toBe(false);
  });

  it("is sent once when it ends before its snapshot is due", async () => {
    const { runTracer, flush } = start();
    runTracer.withRun({}, () => runTracer.withAction({ name: "QUICK" }, () => undefined));
    await flush();
    const later = runTracer.startRun({ agentName: "later" });
    await sink.waitFor((span) => span.isPending);
    later.end();
    expect(sink.spans.filter((span) => span.isPending).map((span) => span.name)).toEqual(["invoke_agent later"]);
  });

  it("is gzip JSON with the headers asked for, and names the process after its agent", async () => {
    const { runTracer, flush } = start({ headers: { authorization: "Bearer secret" }, agent: { agentName: "Guide" } });
    runTracer.startRun().end();
    await flush();
    expect(sink.requests[0]).toMatchObject({
      path: "/v1/traces",
      headers: { "content-type": "application/json", "content-encoding": "gzip", authorization: "Bearer secret" },
    });
    expect(sink.spans[0]?.resource).toMatchObject({ "service.name": "Guide" });
    expect(sink.spans[0]?.resource).toHaveProperty(["service.instance.id"]);
  });

  it("takes names, headers and address from the environment", async () => {
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", sink.url);
    vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "x-team=inn");
    vi.stubEnv("OTEL_SERVICE_NAME", "concierge");
    vi.stubEnv("OTEL_RESOURCE_ATTRIBUTES", "service.namespace=hotel");
    const { runTracer, flush } = start({ endpoint: undefined, agent: { agentName: "Guide" } });
    runTracer.startRun().end();
    await flush();
    expect(sink.requests[0]?.headers["x-team"]).toBe("inn");
    expect(sink.spans[0]?.resource).toMatchObject({ "service.name": "concierge", "service.namespace": "hotel" });
  });

  it("is recorded whatever the sampler of the environment says", async () => {
    vi.stubEnv("OTEL_TRACES_SAMPLER", "always_off");
    const { runTracer, flush } = start();
    runTracer.startRun().end();
    await flush();
    expect(sink.spans.map((span) => span.name)).toEqual(["invoke_agent"]);
  });

  it("has no snapshots when they are turned off", async () => {
    const { runTracer, flush } = start({ pendingSpans: false });
    const run = runTracer.startRun();
    await sleep(300);
    run.end();
    await flush();
    expect(sink.spans.map((span) => span.isPending)).toEqual([false]);
  });
});

it("delivers a burst of thousands of spans that end at the same moment", async () => {
  const { runTracer, flush } = start({ pendingSpans: false });
  runTracer.withRun({}, () => {
    for (let index = 1; index < 4_000; index++) runTracer.startAction({ name: "BURST" }).end();
  });
  await flush();
  expect(sink.spans).toHaveLength(4_000);
});

it("gives back only the globals it took", async () => {
  const host = new HostContextManager();
  context.setGlobalContextManager(host);
  try {
    const { shutdown } = start({ registerGlobals: true });
    expect(propagation.fields()).toContain("traceparent");
    await shutdown();
    expect(propagation.fields()).toEqual([]);
    expect(trace.getTracer("after").startSpan("unrecorded").isRecording()).toBe(false);
    expect(context.active()).toBe(host.active());
  } finally {
    context.disable();
  }
});

it("sends nothing when the SDK is disabled", async () => {
  vi.stubEnv("OTEL_SDK_DISABLED", "true");
  const { runTracer, flush } = start();
  expect(runTracer.withRun({}, () => "done")).toBe("done");
  await flush();
  expect(sink.requests).toEqual([]);
});

it("ends every open step of ours before the process goes, and none of somebody else's", async () => {
  const { runTracer, tracerProvider, endOpen, flush } = start({ pendingSpans: false });
  runTracer.startAction({ name: "IN_RUN", parent: runTracer.startRun() });
  runTracer.startModelCall({ modelType: "TEXT_SMALL" });
  tracerProvider.getTracer("host").startSpan("HTTP GET").setAttribute("gen_ai.operation.name", "chat");
  endOpen("The process ends");
  await flush();
  const ended = sink.spans.map(({ name, attributes }) => [name, attributes["error.type"]]);
  expect(ended).toEqual(
    ["chat TEXT_SMALL", "execute_tool IN_RUN", "invoke_agent"].map((name) => [name, "process_exit"]),
  );
});

describe("a receiver that is down", () => {
  it("is reported once, and gets what it missed when it works again", async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", listen);
    const { port } = sink;
    await sink.close();
    // One attempt only, so that the test need not wait for the exporter's own retries.
    vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", "200");
    const { runTracer, flush } = start({ endpoint: `http://127.0.0.1:${port}` });
    for (let index = 0; index < 3; index++) {
      runTracer.startRun({ agentName: `missed ${index}` }).end();
      await flush();
    }
    sink = await openSpanSink(port);
    await flush();
    runTracer.startRun({ agentName: "after" }).end();
    await flush();
    process.off("warning", listen);

    const names = ["invoke_agent missed 0", "invoke_agent missed 1", "invoke_agent missed 2", "invoke_agent after"];
    expect(sink.spans.map((span) => span.name)).toEqual(names);
    expect(warnings).toEqual([
      expect.stringContaining(`cannot deliver spans to http://127.0.0.1:${port}/v1/traces`),
      expect.stringContaining("again (lost: 0)"),
    ]);
  });

  it("that has an error of its own gets the spans when it has recovered", async () => {
    sink.answerWith(500);
    const { runTracer, flush } = start({ pendingSpans: false });
    runTracer.startRun().end();
    await flush();
    sink.answerWith(200);
    await flush();
    expect(sink.spans.map((span) => span.name)).toEqual(["invoke_agent"]);
  });

  it("that refuses spans does not get them a second time", async () => {
    sink.answerWith(400);
    const { runTracer, flush } = start({ pendingSpans: false });
    runTracer.startRun().end();
    await flush();
    await flush();
    expect(sink.requests).toHaveLength(1);
  });
});
