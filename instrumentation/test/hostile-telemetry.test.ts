import { ROOT_CONTEXT, DiagLogLevel, context, diag, trace } from "@opentelemetry/api";
import type { Context, ContextManager, Span, Tracer, TracerProvider } from "@opentelemetry/api";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace-node";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createRunTracer } from "../src/index.ts";
import type { RunTracer } from "../src/index.ts";
import { createAsyncContextStorage } from "../src/node/index.ts";
import { recordTelemetry } from "./support/recorded-telemetry.ts";

// What the host brings, tracer provider, context manager and logger, is as bad as its interfaces allow.

afterEach(() => {
  diag.disable();
  context.disable();
});

/** Work of an agent in every kind of step, sync and async; counts how often each function runs. */
async function work(tracer: RunTracer): Promise<{ result: string; calls: string[] }> {
  const calls: string[] = [];
  const result = await tracer.withRun({ roomId: "room" }, async (run) => {
    calls.push("run");
    run.setAttributes({ team: "inn" });
    run.addEvent("noted");
    const text = tracer.withAction({ name: "A" }, () => {
      calls.push("action");
      return "done";
    });
    await tracer.withComposedState({}, () => tracer.withContextProvider({ name: "P" }, () => sleep(1)));
    await expect(tracer.withModelCall({}, () => Promise.reject(new Error("429")))).rejects.toThrow("429");
    expect(() => tracer.withEvaluator({ name: "E" }, fail)).toThrow("no opinion");
    return text;
  });
  return { result, calls };
}

function fail(): never {
  throw new Error("no opinion");
}

function broken(): never {
  throw new Error("broken");
}

/** A span each of whose methods is `method`. */
function createSpan(method: () => never): Span {
  return {
    spanContext: () => ({ traceId: "0a4f3c1e7b1d4a4e9f0e3d1c5b2a7f10", spanId: "b7ad6b7169204331", traceFlags: 1 }),
    setAttribute: method,
    setAttributes: method,
    addEvent: method,
    addLink: method,
    addLinks: method,
    setStatus: method,
    updateName: method,
    end: method,
    isRecording: method,
    recordException: method,
  };
}

function createProvider(startSpan: Tracer["startSpan"]): TracerProvider {
  return { getTracer: () => ({ startSpan, startActiveSpan: broken }) };
}

/** The garbage that a tracer in plain JavaScript can return. */
function garbage(value: unknown): Tracer["startSpan"] {
  const found: unknown = { startSpan: () => value };
  if (!isTracer(found)) throw new Error("This is not a tracer.");
  return found.startSpan;
}

function isTracer(value: unknown): value is Pick<Tracer, "startSpan"> {
  return typeof value === "object" && value !== null && "startSpan" in value;
}

describe("an agent does its work, each function once, with a tracer provider", () => {
  it.each<[string, TracerProvider]>([
    ["that throws", { getTracer: broken }],
    ["whose tracer throws", createProvider(broken)],
    ["whose spans throw", createProvider(() => createSpan(broken))],
    ["whose spans have a context that throws", createProvider(() => ({ ...createSpan(broken), spanContext: broken }))],
    ["whose tracer returns nothing", createProvider(garbage(undefined))],
    ["whose tracer returns text", createProvider(garbage("span"))],
    ["whose tracer returns an empty object", createProvider(garbage({}))],
    ["whose spans have no context", createProvider(garbage({ spanContext: () => null }))],
  ])("%s", async (_what, tracerProvider) => {
    const contextStorage = createAsyncContextStorage();
    expect(await work(createRunTracer({ tracerProvider, contextStorage }))).toEqual({
      result: "done",
      calls: ["run", "action"],
    });
  });
});

/** A context manager of the host's in plain JavaScript: `carry` decides when its `with` calls back and what it returns. */
function createContextManager(carry: (call: () => unknown) => unknown, active: () => unknown = () => ROOT_CONTEXT) {
  const manager: unknown = {
    active,
    with: (_context: Context, fn: () => unknown, self: unknown, ...args: unknown[]) =>
      carry(() => Reflect.apply(fn, self, args)),
    bind: (_context: Context, target: unknown) => target,
    enable: () => manager,
    disable: () => manager,
  };
  if (!isContextManager(manager)) throw new Error("This is not a context manager.");
  return manager;
}

function isContextManager(value: unknown): value is ContextManager {
  return typeof value === "object" && value !== null && "with" in value && "active" in value;
}

describe("an agent does its work, each function once, with a context manager", () => {
  it.each<[string, ContextManager]>([
    ["that throws before it calls back", createContextManager(broken)],
    [
      "that throws after it has called back",
      createContextManager((call) => {
        call();
        broken();
      }),
    ],
    [
      "that calls back twice",
      createContextManager((call) => {
        call();
        return call();
      }),
    ],
    ["that never calls back", createContextManager(() => undefined)],
    ["that calls back later", createContextManager((call) => void setTimeout(call, 1))],
    ["that returns something else", createContextManager((call) => [call()])],
    ["whose active context throws", createContextManager((call) => call(), broken)],
    [
      "whose active context is none",
      createContextManager(
        (call) => call(),
        () => null,
      ),
    ],
  ])("%s", async (_what, manager) => {
    context.setGlobalContextManager(manager);
    const ended: ReadableSpan[] = [];
    // No exporter of the SDK, which is itself at the mercy of the context manager.
    const tracerProvider = new NodeTracerProvider({ spanProcessors: [createEndRecorder(ended)] });
    const tracer = createRunTracer({ tracerProvider, contextStorage: createAsyncContextStorage() });
    expect(await work(tracer)).toEqual({ result: "done", calls: ["run", "action"] });
    await expect
      .poll(() => ended.map(({ name }) => name).toSorted())
      .toEqual(["chat", "compose_state", "evaluate E", "execute_tool A", "invoke_agent", "provide P"]);
    expect(new Set(ended.map(({ attributes }) => attributes["runline.run.id"])).size).toBe(1);
    // The same by OpenTelemetry's own context, which cannot carry anything then.
    const plain = createRunTracer({ tracerProvider });
    expect(await work(plain)).toEqual({ result: "done", calls: ["run", "action"] });
  });
});

it("an agent does its work when the tracer and the logger that hears of it are both broken", async () => {
  diag.setLogger({ error: broken, warn: broken, info: broken, debug: broken, verbose: broken }, DiagLogLevel.WARN);
  const tracer = createRunTracer({ tracerProvider: createProvider(broken) });
  expect(await work(tracer)).toEqual({ result: "done", calls: ["run", "action"] });
});

it("a step that cannot be recorded leaves the identity of the steps inside right", async () => {
  let started = 0;
  const telemetry = recordTelemetry();
  const sdk = telemetry.provider.getTracer("flaky");
  const tracerProvider = createProvider((...args) => {
    started += 1;
    return started === 1 ? broken() : sdk.startSpan(...args);
  });
  const flaky = createRunTracer({ tracerProvider, contextStorage: createAsyncContextStorage() });
  const runId = flaky.withRun({}, (run) => {
    flaky.startModelCall({ modelType: "M" }).end();
    return run.runId;
  });
  expect(telemetry.getSpan("chat M").attributes["runline.run.id"]).toBe(runId);
  await telemetry.shutdown();
});

it("a host's active span that throws costs the parent and nothing else", async () => {
  const host = new NodeTracerProvider();
  host.register();
  const telemetry = recordTelemetry();
  context.with(trace.setSpan(ROOT_CONTEXT, createSpan(broken)), () => telemetry.tracer.withRun({}, () => undefined));
  expect(telemetry.getSpan("invoke_agent Guide").parentSpanContext).toBeUndefined();
  trace.disable();
  await host.shutdown();
  await telemetry.shutdown();
});

it("a value whose members cannot be read is handed through", async () => {
  const odd: unknown = new Proxy({}, { get: broken, has: broken, getOwnPropertyDescriptor: broken, ownKeys: broken });
  const telemetry = recordTelemetry({ captureContent: true });
  const { tracer } = telemetry;
  expect(tracer.withAction({ name: "ODD", arguments: odd }, () => odd)).toBe(odd);
  tracer.startAction({ name: "FAILED" }).fail(odd);
  tracer.startModelCall({ input: odd }).end({ output: odd });
  expect(telemetry.listSpans()).toHaveLength(3);
  await telemetry.shutdown();
});

function createEndRecorder(ended: ReadableSpan[]): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
