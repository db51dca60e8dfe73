import { createRunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { startHeaderService, type HeaderService } from "./support/header-service.ts";
import { findRun, findSpan, readRuns, toPath, type ShownRun } from "./support/read-runs.ts";
import { startElizaServer, type ElizaServer } from "./support/start-eliza-server.ts";

// The real server of elizaOS, which starts Sentry, and the same behind a NodeSDK that was first.
const CALLER = { traceId: "5bf92f3577b34da6a3ce929d0e0e4736", spanId: "10f067aa0ba902b7" };
const traceparent = `00-${CALLER.traceId}-${CALLER.spanId}-01`;
const BESIDE_SENTRY = ["Answer here.", "Answer as a stream.", "Answer on the bus.", "Remember who asks."];
const BEHIND_SDK = "Join my trace.";

let adapter: Adapter;
let service: HeaderService;
let sentry: HeaderService;
let servers: [besideSentry: ElizaServer, behindSdk: ElizaServer];
let runs: ShownRun[];
const answers = new Map<string, string>();

beforeAll(async () => {
  [adapter, service, sentry] = await Promise.all([openAdapter(), startHeaderService(), startHeaderService()]);
  const common = { otlpUrl: adapter.url, sentryUrl: sentry.url, serviceUrl: service.url };
  servers = await Promise.all([
    startElizaServer({ ...common, agent: "Ada", texts: BESIDE_SENTRY }),
    startElizaServer({ ...common, agent: "Grace", texts: [BEHIND_SDK], preload: "node-sdk" }),
  ]);
  try {
    await Promise.all([talkBesideSentry(servers[0]), talkBehindSdk(servers[1])]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  runs = await readRuns(adapter.url);
});

afterAll(async () => {
  await Promise.all([adapter.stop(), service.close(), sentry.close()]);
});

async function talkBesideSentry(server: ElizaServer): Promise<void> {
  const [here = "", stream = "", bus = "", remembered = ""] = BESIDE_SENTRY;
  answers.set(here, await server.say("http", here, { headers: { traceparent } }));
  answers.set(stream, await server.say("sse", stream));
  await server.say("http", remembered, { metadata: { traceparent } });
  // The bus takes the message, and the agent answers it later.
  await server.say("websocket", bus);
  await waitForRuns(server, BESIDE_SENTRY.length);
}

async function talkBehindSdk(server: ElizaServer): Promise<void> {
  await server.say("http", BEHIND_SDK, { headers: { traceparent } });
  await waitForRuns(server, 1);
}

/** An answer comes before its run has ended. */
async function waitForRuns(server: ElizaServer, count: number): Promise<void> {
  const client = createRunsClient({ baseUrl: adapter.url });
  await vi.waitFor(
    async () => {
      const { total } = await client.listRuns(server.agentId, { status: "completed" });
      expect(total).toBe(count);
    },
    { timeout: 30_000, interval: 50 },
  );
}

describe("in the server of elizaOS, beside its Sentry", () => {
  it("the global OpenTelemetry records nothing, so the plugin uses its own", () => {
    expect(servers[0].isGlobalRecording).toBe(false);
    expect(findRun(runs, "Answer here.").run.serviceName).toBe("Ada");
  });

  it.each(["Answer here.", "Answer as a stream.", "Answer on the bus."])(
    "a message through the messaging API is a complete run (%s)",
    (text) => {
      const { summary, spans } = findRun(runs, text);
      expect(summary).toMatchObject({ status: "completed", counts: { actions: 2, errors: 0 } });
      const thought = findSpan(spans, "chat TEXT_REASONING_SMALL");
      const way = ["invoke_agent Ada", "plan", "execute_tool THINK", "chat TEXT_REASONING_SMALL"];
      expect(toPath(spans, thought)).toEqual(way);
      expect(spans.filter(({ state }) => state !== "ok")).toEqual([]);
    },
  );

  it("the agent answers as it would without the plugin, also in a stream", () => {
    expect(JSON.parse(answers.get("Answer here.") ?? "")).toMatchObject({ success: true });
    expect(answers.get("Answer as a stream.")).toMatch(/event: chunk[^]*event: done/);
  });

  it.each(["Answer as a stream.", "Answer on the bus."])("model calls are seen as streamed (%s)", (text) => {
    const { spans } = findRun(runs, text);
    const calls = spans.filter(({ attributes }) => attributes["runline.model.type"] === "TEXT_LARGE");
    expect(calls).toHaveLength(2);
    for (const { attributes } of calls) {
      expect(attributes["gen_ai.request.stream"]).toBe(true);
      expect(attributes["gen_ai.response.time_to_first_chunk"]).toBeGreaterThan(0);
    }
  });

  it("a run does not join the caller's trace, which nobody in the process knows of", () => {
    const { run, summary } = findRun(runs, "Answer here.");
    expect(run.traceId).toBe(summary.runId.replaceAll("-", ""));
    expect(run.parentSpanId).toBeUndefined();
  });

  it("a run is linked to the caller that names itself in the metadata of its message", () => {
    const { run } = findRun(runs, "Remember who asks.");
    expect(run.links).toMatchObject([CALLER]);
    expect(run.traceId).not.toBe(CALLER.traceId);
  });
});

describe("in the server of elizaOS, behind a NodeSDK that was there first", () => {
  it("a run joins the caller's trace", () => {
    expect(servers[1].isGlobalRecording).toBe(true);
    const { run, spans } = findRun(runs, BEHIND_SDK);
    expect(run.traceId).toBe(CALLER.traceId);
    expect(spans.find(({ spanId }) => spanId === run.parentSpanId)).toMatchObject({
      name: "POST",
      parentSpanId: CALLER.spanId,
      caller: true,
    });
  });
});

it("nothing leaves the machine", () => {
  expect(servers.map((server) => server.output()).join("")).not.toContain("Not on this machine");
  expect(new Set(sentry.calls.map(({ path }) => path.split("?")[0]))).toEqual(new Set(["/api/1/envelope/"]));
});
