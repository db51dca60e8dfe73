import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, context, propagation, trace } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunTracer } from "../src/index.ts";
import { VERSION } from "../src/version.ts";
import { AGENT_ID, RUN_ID, recordTelemetry } from "./support/recorded-telemetry.ts";
import type { RecordedTelemetry } from "./support/recorded-telemetry.ts";

const PLAN_RUN_ID = "5c6f0b3a-93a1-4a0e-8a55-2f4f3d0a1b02";
const ACTION_ID = "b7ad6b71-6920-4331-8c3e-9d2f1a0b3c04";
const REMOTE = {
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  spanId: "00f067aa0ba902b7",
  traceFlags: TraceFlags.NONE,
  isRemote: true,
};

let telemetry: RecordedTelemetry;

beforeEach(() => {
  telemetry = recordTelemetry();
});

afterEach(async () => {
  await telemetry.shutdown();
});

it("says which version of what has made a span", () => {
  telemetry.tracer.startRun().end();
  const { instrumentationScope } = telemetry.getSpan("invoke_agent Guide");
  expect(instrumentationScope).toMatchObject({ name: "@runline/instrumentation", version: VERSION });
});

describe("spans of each kind", () => {
  it("describes a whole run", async () => {
    const { tracer, getSpan } = telemetry;
    const ids = { runId: RUN_ID, roomId: PLAN_RUN_ID, entityId: ACTION_ID, messageId: AGENT_ID };
    await tracer.withRun({ ...ids, source: "discord", entityName: "Ada" }, async () => {
      tracer
        .startModelCall({ modelType: "TEXT_LARGE", model: "gpt-4o", provider: "openai" })
        .end({ inputTokens: 8, outputTokens: 3 });
      await tracer.withPlan({ runId: PLAN_RUN_ID, size: 1 }, () =>
        tracer.withAction({ name: "GET_WEATHER", actionId: ACTION_ID, planStep: "1/1" }, async (action) => {
          await tracer.withModelCall({ modelType: "TEXT_SMALL" }, () => sleep(1));
          action.end({ success: true });
        }),
      );
      tracer.withEvaluator({ name: "REFLECTION" }, () => undefined);
      tracer.withEmbedding({ memoryId: AGENT_ID }, () => undefined);
    });

    const run = getSpan("invoke_agent Guide");
    expect(run.kind).toBe(SpanKind.INTERNAL);
    expect(run.parentSpanContext).toBeUndefined();
    expect(run.attributes).toEqual({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "Guide",
      "gen_ai.conversation.id": PLAN_RUN_ID,
      "runline.run.id": RUN_ID,
      "runline.agent.id": AGENT_ID,
      "runline.room.id": PLAN_RUN_ID,
      "runline.entity.id": ACTION_ID,
      "runline.entity.name": "Ada",
      "runline.message.id": AGENT_ID,
      "runline.source": "discord",
      "runline.run.status": "completed",
      "runline.run.outcome": "completed",
    });
    expect(getSpan("plan").attributes).toMatchObject({
      "gen_ai.operation.name": "plan",
      "runline.run.id": PLAN_RUN_ID,
      "runline.parent_run.id": RUN_ID,
      "runline.agent.id": AGENT_ID,
      "runline.plan.size": 1,
    });
    expect(getSpan("execute_tool GET_WEATHER").attributes).toMatchObject({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "GET_WEATHER",
      "gen_ai.tool.call.id": ACTION_ID,
      "runline.run.id": PLAN_RUN_ID,
      "runline.parent_run.id": RUN_ID,
      "runline.plan.step": "1/1",
      "runline.action.success": true,
    });
    const call = getSpan("chat gpt-4o");
    expect(call.kind).toBe(SpanKind.CLIENT);
    expect(call.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.usage.input_tokens": 8,
      "gen_ai.usage.output_tokens": 3,
      "runline.model.type": "TEXT_LARGE",
      "runline.run.id": RUN_ID,
    });
    expect(call.attributes).not.toHaveProperty("runline.action.id");
    expect(getSpan("chat TEXT_SMALL").attributes).toMatchObject({
      "runline.run.id": RUN_ID,
      "runline.action.id": ACTION_ID,
      "runline.action.name": "GET_WEATHER",
    });
    expect(getSpan("evaluate REFLECTION").attributes).toMatchObject({
      "runline.evaluator.name": "REFLECTION",
      "runline.run.id": RUN_ID,
    });
    expect(getSpan("embeddings TEXT_EMBEDDING").attributes).toMatchObject({
      "runline.memory.id": AGENT_ID,
      "runline.run.id": RUN_ID,
    });

    expect(parentOf("plan")).toBe("invoke_agent Guide");
    expect(parentOf("execute_tool GET_WEATHER")).toBe("plan");
    expect(parentOf("chat TEXT_SMALL")).toBe("execute_tool GET_WEATHER");
    expect(parentOf("chat gpt-4o")).toBe("invoke_agent Guide");
  });

  it("marks what happens outside any run, and gives it no run id", () => {
    telemetry.tracer.startModelCall({ modelType: "TEXT_SMALL" }).end();
    telemetry.tracer.startEmbedding({ phase: "system_init" }).end();
    expect(telemetry.getSpan("chat TEXT_SMALL").attributes).toMatchObject({
      "runline.run.phase": "background",
      "runline.agent.id": AGENT_ID,
    });
    expect(telemetry.getSpan("chat TEXT_SMALL").attributes).not.toHaveProperty("runline.run.id");
    expect(telemetry.getSpan("embeddings TEXT_EMBEDDING").attributes["runline.run.phase"]).toBe("system_init");
  });
});

describe("ids", () => {
  it("makes the run id the trace id and the action id the span id", () => {
    const run = telemetry.tracer.startRun({ runId: RUN_ID });
    const action = telemetry.tracer.startAction({ name: "A", actionId: ACTION_ID, parent: run });
    expect(run.spanContext.traceId).toBe(RUN_ID.replaceAll("-", ""));
    expect(action.spanContext.traceId).toBe(run.spanContext.traceId);
    expect(action.spanContext.spanId).toBe("b7ad6b7169204331");
  });

  it("gives random ids to the next span that asks for none", () => {
    const first = telemetry.tracer.startRun({ runId: RUN_ID });
    const other = telemetry.provider.getTracer("other").startSpan("infrastructure");
    expect(other.spanContext().traceId).not.toBe(first.spanContext.traceId);
  });

  it("takes a run id in upper case for the same run", () => {
    const run = telemetry.tracer.startRun({ runId: RUN_ID.toUpperCase() });
    expect(run.runId).toBe(RUN_ID);
    expect(run.spanContext.traceId).toBe(RUN_ID.replaceAll("-", ""));
  });

  it("calls a run anew when its id is not a UUID", () => {
    const run = telemetry.tracer.startRun({ runId: "run-1" });
    expect(run.runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.spanContext.traceId).toBe(run.runId?.replaceAll("-", ""));
  });
});

describe("parents", () => {
  it("keeps overlapping runs apart", async () => {
    const { tracer } = telemetry;
    const runs = Array.from({ length: 8 }, (_, index) =>
      tracer.withRun({}, async (run) => {
        await sleep(index % 3);
        await tracer.withAction({ name: `A${index}` }, async () => {
          await sleep((index * 7) % 5);
          tracer.startModelCall({ modelType: `M${index}` }).end();
        });
        return run.runId;
      }),
    );
    for (const [index, runId] of (await Promise.all(runs)).entries()) {
      expect(telemetry.getSpan(`chat M${index}`).attributes["runline.run.id"]).toBe(runId);
      expect(parentOf(`chat M${index}`)).toBe(`execute_tool A${index}`);
    }
  });

  it("prefers an explicit parent to the active step", () => {
    const { tracer } = telemetry;
    const other = tracer.startRun({ agentName: "Other" });
    tracer.withRun({}, () => tracer.startEvaluator({ name: "E", parent: other }).end());
    other.end();
    expect(parentOf("evaluate E")).toBe("invoke_agent Other");
    expect(telemetry.getSpan("evaluate E").attributes["runline.run.id"]).toBe(other.runId);
  });

  it("joins an incoming trace, also one that its sender does not sample", () => {
    telemetry.tracer.startRun({ runId: RUN_ID, parent: trace.setSpanContext(ROOT_CONTEXT, REMOTE) }).end();
    const run = telemetry.getSpan("invoke_agent Guide");
    expect(run.spanContext().traceId).toBe(REMOTE.traceId);
    expect(run.parentSpanContext?.spanId).toBe(REMOTE.spanId);
    expect(run.attributes["runline.run.id"]).toBe(RUN_ID);
  });

  it("starts a root with a link for a run that a queue started", () => {
    telemetry.tracer.withRun({ agentName: "Asking" }, (asking) => {
      telemetry.tracer.startRun({ runId: RUN_ID, queuedBy: asking.spanContext }).end();
    });
    const run = telemetry.getSpan("invoke_agent Guide");
    expect(run.parentSpanContext).toBeUndefined();
    expect(run.spanContext().traceId).toBe(RUN_ID.replaceAll("-", ""));
    expect(run.links.map((link) => link.context.spanId)).toEqual([
      telemetry.getSpan("invoke_agent Asking").spanContext().spanId,
    ]);
  });

  it("nests by the host's context too, and takes a span that nobody records for none", async () => {
    const host = new NodeTracerProvider();
    host.register();
    try {
      const unrecorded = trace.wrapSpanContext({ ...REMOTE, isRemote: false });
      const { tracer } = telemetry;

      context.with(trace.setSpan(ROOT_CONTEXT, unrecorded), () =>
        tracer.withRun({ runId: RUN_ID }, () => {
          host.getTracer("http").startActiveSpan("GET /", (span) => {
            tracer.startModelCall({ modelType: "INSIDE" }).end();
            span.end();
            expect(telemetry.getSpan("chat INSIDE").parentSpanContext?.spanId).toBe(span.spanContext().spanId);
            expect(span.spanContext().traceId).toBe(RUN_ID.replaceAll("-", ""));
          });
        }),
      );
      expect(telemetry.getSpan("invoke_agent Guide").parentSpanContext).toBeUndefined();
      context.with(suppressTracing(ROOT_CONTEXT), () => tracer.startModelCall({ modelType: "SUPPRESSED" }).end());
      expect(telemetry.listSpans().map((span) => span.name)).not.toContain("chat SUPPRESSED");
    } finally {
      trace.disable();

      context.disable();
      propagation.disable();
      await host.shutdown();
    }
  });
});

describe("the callback form", () => {
  it("hands a value through, sync and async", async () => {
    const value = { answer: 42 };
    expect(telemetry.tracer.withRun({}, () => value)).toBe(value);
    const promise = telemetry.tracer.withAction({ name: "A" }, () => Promise.resolve(value));
    expect(promise).toBeInstanceOf(Promise);
    expect(await promise).toBe(value);
    expect(telemetry.listSpans()).toHaveLength(2);
  });

  it("hands the original error through and records it", async () => {
    const error = new TypeError("upstream 503");
    const fail = (): never => {
      throw error;
    };
    expect(() => telemetry.tracer.withAction({ name: "SYNC" }, fail)).toThrow(error);
    await expect(telemetry.tracer.withRun({}, () => Promise.reject(error))).rejects.toBe(error);
    const action = telemetry.getSpan("execute_tool SYNC");
    expect(action.status).toEqual({ code: SpanStatusCode.ERROR, message: "upstream 503" });
    expect(action.attributes["error.type"]).toBe("TypeError");
    expect(action.events.map((event) => event.name)).toEqual(["exception"]);
    expect(telemetry.getSpan("invoke_agent Guide").attributes).toMatchObject({
      "runline.run.status": "error",
      "error.type": "TypeError",
    });
  });
});

it("leaves a client's own kind of promise as it is, and ends the step when it settles", async () => {
  class ApiPromise<T> extends Promise<T> {
    static override get [Symbol.species](): PromiseConstructor {
      return Promise; // what is chained to it is an ordinary promise
    }
    withResponse(): string {
      return "raw";
    }
  }
  const promise = telemetry.tracer.withModelCall({ modelType: "M" }, () => new ApiPromise<number>((done) => done(1)));
  expect(promise.withResponse()).toBe("raw");
  expect(await promise).toBe(1);
  expect(telemetry.getSpan("chat M").status.code).toBe(SpanStatusCode.UNSET);
});

it("runs a query once that runs whenever it is awaited", async () => {
  let runs = 0;
  const query: PromiseLike<number> = {
    // oxlint-disable-next-line unicorn/no-thenable, promise/no-callback-in-promise -- what query builders return
    then: (done, failed) => Promise.resolve((runs += 1)).then(done, failed),
  };
  expect(await telemetry.tracer.withAction({ name: "QUERY" }, () => query)).toBe(1);
  expect(runs).toBe(1);
});

it.each([
  ["an object as its message", Object.assign(new Error(), { message: { code: 1 } })],
  ["a message that throws", Object.defineProperty(new Error(), "message", { get: () => unreadable() })],
])("ends the span of a step whose error has %s", (_what, error) => {
  telemetry.tracer.startAction({ name: "ODD" }).fail(error);
  expect(telemetry.getSpan("execute_tool ODD").status).toEqual({ code: SpanStatusCode.ERROR, message: "Error" });
});

it("keeps its own attributes whatever the caller sets, and the caller's where it has none", () => {
  const { tracer } = telemetry;
  const run = tracer.startRun({ runId: RUN_ID, attributes: { "runline.source": "telegram" } });
  run.setAttributes({ "runline.run.id": "other", team: "inn" });
  run.end({ attributes: { "runline.run.id": "other", "runline.run.status": "odd", more: 1 } });
  expect(telemetry.getSpan("invoke_agent Guide").attributes).toMatchObject({
    "runline.run.id": RUN_ID,
    "runline.run.status": "completed",
    "runline.source": "telegram",
    team: "inn",
    more: 1,
  });
});

describe("the handle form", () => {
  it("counts the first end only", () => {
    const run = telemetry.tracer.startRun({});
    run.end({ status: "timeout", error: "Run exceeded timeout" });
    run.fail(new Error("late"));
    run.end();
    run.setAttributes({ late: true });
    const [span, ...others] = telemetry.listSpans();
    expect(others).toEqual([]);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: "Run exceeded timeout" });
    expect(span?.attributes).toMatchObject({ "runline.run.status": "timeout", "runline.run.outcome": "timeout" });
    expect(span?.attributes).not.toHaveProperty("late");
  });

  it("makes a failed step of an action that reports no success, and leaves the run alone", () => {
    telemetry.tracer.withRun({}, () =>
      telemetry.tracer.startAction({ name: "A" }).end({ success: false, error: "quota exceeded" }),
    );
    expect(telemetry.getSpan("execute_tool A").status).toEqual({
      code: SpanStatusCode.ERROR,
      message: "quota exceeded",
    });
    expect(telemetry.getSpan("execute_tool A").attributes["runline.action.success"]).toBe(false);
    expect(telemetry.getSpan("invoke_agent Guide").attributes["runline.run.status"]).toBe("completed");
  });

  it("notes the time to the first chunk, once", async () => {
    const call = telemetry.tracer.startModelCall({ modelType: "TEXT_LARGE", stream: true });
    await sleep(5);
    call.markFirstChunk();
    await sleep(20);
    call.markFirstChunk();
    call.end();
    const span = telemetry.getSpan("chat TEXT_LARGE");
    expect(span.attributes["gen_ai.request.stream"]).toBe(true);
    expect(span.attributes["gen_ai.response.time_to_first_chunk"]).toBeLessThan(toSeconds(span.duration));
  });
});

describe("content", () => {
  const input = { input: "the secret", arguments: { city: "the secret" } };

  it("is left out by default", () => {
    telemetry.tracer.withRun(input, (run) => {
      telemetry.tracer.startAction({ name: "A", ...input }).end({ result: "the secret" });
      telemetry.tracer.startModelCall(input).end({ output: "the secret" });
      run.end({ output: "the secret" });
    });
    const attributes = telemetry.listSpans().map((span) => span.attributes);
    expect(attributes).toHaveLength(3);
    expect(JSON.stringify(attributes)).not.toContain("the secret");
  });

  it("is kept on request, in the shape of the conventions and cut inside the JSON", async () => {
    const recorded = recordTelemetry({ captureContent: true });
    recorded.tracer.startAction({ name: "A", ...input }).end({ result: { temperature: 21 } });
    recorded.tracer.startModelCall({ input: "x".repeat(50_000) }).end({ output: "fine" });
    const action = recorded.getSpan("execute_tool A");
    expect(action.attributes["gen_ai.tool.call.arguments"]).toBe('{"city":"the secret"}');
    expect(action.attributes["gen_ai.tool.call.result"]).toBe('{"temperature":21}');
    const call = recorded.getSpan("chat");
    expect(call.attributes["gen_ai.output.messages"]).toBe(
      '[{"role":"assistant","parts":[{"type":"text","content":"fine"}]}]',
    );
    const cut = String(call.attributes["gen_ai.input.messages"]);
    expect(cut.length).toBeLessThanOrEqual(16_384);
    expect(JSON.parse(cut)).toMatchObject([{ role: "user", parts: [{ type: "text" }] }]);
    await recorded.shutdown();
  });
});

it("does its work when the tracer provider is broken", () => {
  const broken = createRunTracer({
    tracerProvider: {
      getTracer: () => ({
        startSpan: () => {
          throw new Error("broken");
        },
        startActiveSpan: () => {
          throw new Error("broken");
        },
      }),
    },
  });
  expect(broken.withRun({}, (run) => run.within(() => broken.withAction({ name: "A" }, () => "done")))).toBe("done");
});

function unreadable(): never {
  throw new Error("unreadable");
}

function parentOf(name: string): string | undefined {
  const { spanId } = telemetry.getSpan(name).parentSpanContext ?? {};
  return telemetry.listSpans().find((span) => span.spanContext().spanId === spanId)?.name;
}

function toSeconds([seconds, nanoseconds]: ReadableSpan["duration"]): number {
  return seconds + nanoseconds / 1e9;
}
