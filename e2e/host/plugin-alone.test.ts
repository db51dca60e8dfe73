import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOtlpSink, type OtlpSink } from "./support/otlp-sink.ts";
import { findRun, findSpan, readRuns, toPath, type ShownRun } from "./support/read-runs.ts";
import { withHost, type HostOptions } from "./support/with-host.ts";
import { startSurroundings, type Surroundings } from "./support/start-surroundings.ts";

// Hosts without OpenTelemetry of their own: one where the plugin is the process's OpenTelemetry and instrumentations make
// spans through it, and one with nothing but the plugin.
const CALLER = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };
const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;

let around: Surroundings;
let sink: OtlpSink;
let runs: ShownRun[];

beforeAll(async () => {
  around = await startSurroundings();
  sink = await startOtlpSink(around.adapter.url);
  await Promise.all([useGlobals(), useNothing()]);
  runs = await readRuns(around.adapter.url);
});

afterAll(async () => {
  await sink.close();
  await around.stop();
});

async function useGlobals(): Promise<void> {
  const options: HostOptions = {
    otlpUrl: sink.url,
    preload: "instrumentations",
    plugin: "globals",
    agents: "Alpha,Beta",
  };
  await withHost(around, options, async (host) => {
    await host.say("Called", { text: "Look it up.", plan: "REPLY,LOOK_UP" }, { traceparent });
    await host.queue("consumer", "Queue", { text: "From the queue.", plan: "LOOK_UP,ASK_COLLEAGUE" });
    await host.queue("metadata", "Queue", { text: "From a message.", plan: "LOOK_UP" });
    await host.say("Reminders", { text: "Remind me.", plan: "REMIND" });
  });
}

async function useNothing(): Promise<void> {
  await withHost(around, { otlpUrl: around.adapter.url, plugin: "found" }, async (host) => {
    await host.say("Alone", { text: "Look it up alone.", plan: "REPLY,LOOK_UP" }, { traceparent });
    await host.queue("metadata", "Alone", { text: "From a message, alone.", plan: "LOOK_UP" }, { traceparent });
  });
}

describe("as the process's OpenTelemetry", () => {
  it("a run joins the trace of the HTTP call that asked for it, under the server span", () => {
    const { run, spans } = findRun(runs, "Look it up.");
    const server = findSpan(spans, "POST");
    expect(server).toMatchObject({ traceId: CALLER.traceId, parentSpanId: CALLER.spanId, caller: true });
    expect(run).toMatchObject({ traceId: CALLER.traceId, parentSpanId: server.spanId });
  });

  it("SQL and HTTP calls of an action stand under it, and the service called hears of the span of its call", () => {
    const { spans } = findRun(runs, "Look it up.");
    const way = ["POST", "invoke_agent Alpha", "plan", "execute_tool LOOK_UP"];
    const call = findSpan(spans, "GET");
    expect(toPath(spans, findSpan(spans, "pg.query:SELECT postgres"))).toEqual([...way, "pg.query:SELECT postgres"]);
    expect(toPath(spans, call)).toEqual([...way, "GET"]);
    const heard = `00-${CALLER.traceId}-${call.spanId}-01`;
    expect(around.service.calls).toContainEqual({ path: "/weather", traceparent: heard });
  });

  it("sending spans makes none", () => {
    expect(sink.spans.filter(({ attributes }) => JSON.stringify(attributes).includes("/v1/traces"))).toEqual([]);
  });

  it.each([
    ["a queue's worker", "From the queue.", "process message"],
    ["a message", "From a message.", "POST"],
  ])("a run that %s started is the root of the trace of its own id, with a link", (_what, text, linked) => {
    const { run, summary } = findRun(runs, text);
    const [link] = run.links;
    expect(run.parentSpanId).toBeUndefined();
    expect(run.traceId).toBe(summary.runId.replaceAll("-", ""));
    expect(run.links).toHaveLength(1);
    expect(sink.spans.find(({ spanId }) => spanId === link?.spanId)).toMatchObject({
      name: linked,
      traceId: link?.traceId,
    });
  });

  it("a run that a timer of an earlier run started is the root of the trace of its own id, with a link", () => {
    const { run, summary } = findRun(runs, "It is time.");
    const [link] = run.links;
    expect(run.traceId).toBe(summary.runId.replaceAll("-", ""));
    expect(findRun(runs, "Remind me.").spans.map(({ spanId }) => spanId)).toContain(link?.spanId);
  });

  it("an agent that asks another one, in a trace that is its run, shows the other's steps as the other's", () => {
    const asking = findRun(runs, "From the queue.");
    const asked = findRun(runs, "Please look it up.");
    expect(asked.run).toMatchObject({
      traceId: asking.run.traceId,
      parentSpanId: findSpan(asking.spans, "ASK_COLLEAGUE").spanId,
    });
    for (const { spans } of [asking, asked]) {
      const own = spans.filter(({ otherAgent }) => otherAgent === undefined);
      expect(toPath(own, findSpan(own, "GET"))).toContain("execute_tool LOOK_UP");
      expect(toPath(own, findSpan(own, "pg.query:SELECT postgres"))).toContain("execute_tool LOOK_UP");
    }
    expect(asking.spans.find(({ spanId }) => spanId === asked.run.spanId)?.otherAgent).toMatchObject({
      runId: asked.summary.runId,
    });
    expect(asking.summary.counts.actions).toBe(2);
    expect(asked.summary.counts.actions).toBe(1);
  });
});

describe("with nothing but the plugin", () => {
  it("a run is complete, in the trace of its own id", () => {
    const { run, spans, summary } = findRun(runs, "Look it up alone.");
    expect(run).toMatchObject({ traceId: summary.runId.replaceAll("-", ""), state: "ok" });
    expect(run.parentSpanId).toBeUndefined();
    const actions = spans.filter(({ kind }) => kind === "action").map(({ label }) => label);
    expect(actions).toEqual(["REPLY", "LOOK_UP"]);
    expect(spans.filter(({ kind }) => kind === "infrastructure")).toEqual([]);
  });

  it("a run is linked to the sender that its message names", () => {
    const { run, summary } = findRun(runs, "From a message, alone.");
    expect(run.traceId).toBe(summary.runId.replaceAll("-", ""));
    expect(run.links).toMatchObject([CALLER]);
  });
});
