import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOtlpSink, toExporters, type OtlpSink } from "./support/otlp-sink.ts";
import { findRun, findSpan, readRuns, toPath, type ShownRun } from "./support/read-runs.ts";
import { withHost, type Host } from "./support/with-host.ts";
import { startSurroundings, type Surroundings } from "./support/start-surroundings.ts";

// Hosts with a NodeSDK of their own: the plugin finds its provider, is given it, or keeps to a provider of its own. A client calls, some messages come through
// a queue, the host stops, which sends everything, and only then is the API asked.
const FORMS = ["found", "given", "own"] as const;
type Form = (typeof FORMS)[number];

/** The span of the client that calls the host; nobody sends it. */
const CALLERS: Record<Form, { traceId: string; spanId: string }> = {
  found: { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" },
  given: { traceId: "1af7651916cd43dd8448eb211c80319c", spanId: "c7ad6b7169203331" },
  own: { traceId: "2af7651916cd43dd8448eb211c80319c", spanId: "d7ad6b7169203331" },
};

let around: Surroundings;
const sinks = new Map<Form, OtlpSink>();
let runs: ShownRun[];

beforeAll(async () => {
  around = await startSurroundings();
  await Promise.all(FORMS.map(useHost));
  runs = await readRuns(around.adapter.url);
});

afterAll(async () => {
  await Promise.all([...sinks.values()].map((sink) => sink.close()));
  await around.stop();
});

async function useHost(form: Form): Promise<void> {
  const sink = await startOtlpSink(around.adapter.url);
  sinks.set(form, sink);
  const agents = form === "found" ? "Alpha,Beta" : "Alpha";
  const { traceId, spanId } = CALLERS[form];
  const traceparent = `00-${traceId}-${spanId}-01`;
  await withHost(around, { otlpUrl: sink.url, preload: "node-sdk", plugin: form, agents }, async (host) => {
    await host.say("Called", { text: `Look it up (${form}).`, plan: "REPLY,LOOK_UP" }, { traceparent });
    if (form === "found") await sayTheRest(host);
  });
}

async function sayTheRest(host: Host): Promise<void> {
  await host.say("Thinking", { text: "Think about it.", plan: "THINK" });
  await host.say("Colleagues", { text: "Ask your colleague.", plan: "ASK_COLLEAGUE,LOOK_UP" });
  await host.queue("consumer", "Queue", { text: "From the queue.", plan: "LOOK_UP" });
  await host.queue("metadata", "Queue", { text: "From a message.", plan: "LOOK_UP" });
  await host.say("Reminders", { text: "Remind me.", plan: "REMIND" });
}

describe.each(FORMS)("with the host's NodeSDK (%s)", (form) => {
  const caller = CALLERS[form];

  it("a run joins the trace of the HTTP call that asked for it, under the host's server span", () => {
    const { run, spans, summary } = findRun(runs, `Look it up (${form}).`);
    const server = findSpan(spans, "POST");
    expect(server).toMatchObject({ traceId: caller.traceId, parentSpanId: caller.spanId, caller: true });
    expect(run).toMatchObject({ traceId: caller.traceId, parentSpanId: server.spanId, runId: summary.runId });
    expect(summary.runId.replaceAll("-", "")).not.toBe(caller.traceId);
    expect(spans.filter((span) => span.caller)).toEqual([server]);
  });

  it("SQL and HTTP calls of an action stand under it", () => {
    const { spans } = findRun(runs, `Look it up (${form}).`);
    const way = ["POST", "invoke_agent Alpha", "plan", "execute_tool LOOK_UP"];
    expect(toPath(spans, findSpan(spans, "pg.query:SELECT postgres"))).toEqual([...way, "pg.query:SELECT postgres"]);
    expect(toPath(spans, findSpan(spans, "GET"))).toEqual([...way, "GET"]);
  });

  it("the service that an action calls hears of the span of that call", () => {
    const { spans } = findRun(runs, `Look it up (${form}).`);
    const traceparent = `00-${caller.traceId}-${findSpan(spans, "GET").spanId}-01`;
    expect(around.service.calls).toContainEqual({ path: "/weather", traceparent });
  });

  it("every span is made once and sent by one exporter", () => {
    const exporters = toExporters(sinks.get(form)?.spans ?? []);
    expect(exporters.size).toBeGreaterThan(10);
    expect([...exporters.values()].filter((names) => names.size > 1)).toEqual([]);
  });
});

it.each(["found", "given"] as const)("with the host's provider (%s) nothing but the host's exporter sends", (form) => {
  const exporters = sinks.get(form)?.spans.map(({ exporter }) => exporter);
  expect(new Set(exporters)).toEqual(new Set(["host"]));
});

it("with a provider of its own the plugin sends the agent's spans, and the host its own", () => {
  const spans = sinks.get("own")?.spans ?? [];
  const byHost = spans.filter(({ exporter }) => exporter === "host");
  expect(byHost.filter(({ scopeName }) => scopeName === "@runline/instrumentation")).toEqual([]);
  expect(spans.filter(({ exporter }) => exporter === undefined).map(({ scopeName }) => scopeName)).toContain(
    "@runline/instrumentation",
  );
});

describe("a run that was not called", () => {
  it("by a queue's worker is a trace of its own, linked to the worker's CONSUMER span", () => {
    const { run, spans } = findRun(runs, "From the queue.");
    const worker = sinks.get("found")?.spans.find(({ name }) => name === "process message");
    expect(run.parentSpanId).toBeUndefined();
    expect(run.traceId).not.toBe(worker?.traceId);
    expect(run.links).toMatchObject([{ traceId: worker?.traceId, spanId: worker?.spanId }]);
    expect(toPath(spans, findSpan(spans, "GET"))).toContain("execute_tool LOOK_UP");
  });

  it("but found in a message is a trace of its own, linked to the sender that the message names", () => {
    const { run, spans } = findRun(runs, "From a message.");
    const [link] = run.links;
    const sender = sinks.get("found")?.spans.find(({ spanId }) => spanId === link?.spanId);
    expect(run.parentSpanId).toBeUndefined();
    expect(run.links).toHaveLength(1);
    expect(sender).toMatchObject({ name: "POST", traceId: link?.traceId });
    expect(run.traceId).not.toBe(sender?.traceId);
    expect(toPath(spans, findSpan(spans, "GET"))).toContain("execute_tool LOOK_UP");
  });

  it("but started by a timer of an earlier run is a trace of its own, linked to that run", () => {
    const earlier = findRun(runs, "Remind me.");
    const { run } = findRun(runs, "It is time.");
    expect(run.parentSpanId).toBeUndefined();
    expect(run.traceId).not.toBe(earlier.run.traceId);
    const linked = earlier.spans.find(({ spanId }) => spanId === run.links[0]?.spanId);
    expect(linked).toMatchObject({ traceId: run.links[0]?.traceId });
    expect(earlier.spans.map(({ spanId }) => spanId)).not.toContain(run.spanId);
  });
});

it("an agent that asks another one has a run, and so has the other, each with its own steps", () => {
  const asking = findRun(runs, "Ask your colleague.");
  const asked = findRun(runs, "Please look it up.");
  expect([asking.agent, asked.agent]).toEqual(["Alpha", "Beta"]);
  expect(asked.run).toMatchObject({
    traceId: asking.run.traceId,
    parentSpanId: findSpan(asking.spans, "ASK_COLLEAGUE").spanId,
  });
  expect(asked.summary.runId).not.toBe(asking.summary.runId);
  expect([asking.summary.counts.actions, asked.summary.counts.actions]).toEqual([2, 1]);
  // Both look something up: each run has one SQL and one HTTP call of its own, under an action of its own.
  for (const { spans } of [asking, asked]) {
    const own = spans.filter(({ otherAgent }) => otherAgent === undefined);
    expect(toPath(own, findSpan(own, "GET"))).toContain("execute_tool LOOK_UP");
    expect(toPath(own, findSpan(own, "pg.query:SELECT postgres"))).toContain("execute_tool LOOK_UP");
  }
  // What the other agent did stands in the waterfall of the one that asked, as the other's.
  const isAsked = ({ spanId }: { spanId: string }) =>
    asked.spans.some((span) => span.spanId === spanId && span.caller === undefined);
  const shared = asking.spans.filter(isAsked);
  expect(shared).toContainEqual(expect.objectContaining({ spanId: asked.run.spanId }));
  expect(new Set(shared.map(({ otherAgent }) => otherAgent?.runId))).toEqual(new Set([asked.summary.runId]));
});

it("a library's own span of a model call that the agent made is a detail of that call, not a run", () => {
  const { spans, summary } = findRun(runs, "Think about it.");
  const detail = findSpan(spans, "chat gpt-4o-mini");
  const call = findSpan(spans, "chat TEXT_REASONING_SMALL");
  expect(detail).toMatchObject({ detailOf: call.spanId, parentSpanId: call.spanId, runId: summary.runId });
  expect(findSpan(spans, "GET")).toMatchObject({ parentSpanId: detail.spanId });
  const counted = spans.filter(({ kind, detailOf }) => kind === "model_call" && detailOf === undefined);
  expect(summary.counts.modelCalls).toBe(counted.length);
  expect(new Set(runs.map(({ agent }) => agent))).toEqual(new Set(["Alpha", "Beta"]));
});
