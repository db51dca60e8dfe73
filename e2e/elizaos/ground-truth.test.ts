import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ATTR_MEMORY_ID } from "@runline/contract";
import type { RunDetail, RunEvent, RunSpan, RunSummary } from "@runline/contract";
import { createRunsClient, type RunsClient } from "@runline/contract/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAdapter, type Adapter } from "../support/start-adapter.ts";
import { toStepPaths, toTrueOutline, type Outline } from "./outline.ts";
import { startAgent, type Line, type Reply, type TrueRun } from "./start-agent.ts";

// A real agent talks, a recorder outside of elizaOS and of Runline notes what really happens, and the agent stops, which
// sends everything. Only then is the API asked, so that nothing has to be waited for. Each room has one run.
const CROWD = Array.from({ length: 16 }, (_, i) => `crowd ${i}`);
/** OpenTelemetry adds a fraction of its own to the start in whole ms, so its clock may be off by one. */
const CLOCK_MS = 2;

let adapter: Adapter;
let client: RunsClient;
let agentId: string;
let runs: TrueRun[];
let reported: RunSummary[];
let output: string;
const replies = new Map<string, Reply>();

beforeAll(async () => {
  adapter = await startAdapter();
  client = createRunsClient({ baseUrl: adapter.url });
  const agent = await startAgent(adapter.url, { httpSpans: "plugin" });
  agentId = agent.agentId;
  const say = async (room: string, line: Line) => {
    replies.set(room, await agent.say(room, line));
  };

  await say("simple", { says: "Hello.", plan: "REPLY", answer: "Good day." });
  await say("plan", { says: "Table and ticket, please.", plan: "REPLY,BOOK_TABLE,OPEN_TICKET", answer: "Both." });
  await say("http", { says: "Is it warm in Reykjavik?", plan: "REPLY,GET_WEATHER", answer: "I will look." });
  await say("throws", { says: "Charge my card.", plan: "REPLY,CHARGE_CARD,BOOK_TABLE", answer: "One moment." });
  await say("soft fail", { says: "A free drink?", plan: "REPLY,CHECK_QUOTA", answer: "I will look." });
  await say("model error", { says: "And the stars?", plan: "REPLY", modelError: "the model answered 429" });
  await say("nested plan", { says: "A day in Lisbon.", plan: "REPLY,PLAN_DAY", answer: "Gladly." });
  await say("provider", { says: "What do you know about me?", plan: "REPLY", providers: "FACTS", answer: "Enough." });
  await say("streamed", { says: "A story!", plan: "REPLY", streamed: true, answer: "Once upon a time. ".repeat(9) });

  // All of these are inside an action when the gate opens: they do overlap.
  const pair = [say("first of two", { says: "Wait, then a table.", plan: "WAIT_AT_GATE,BOOK_TABLE" })];
  await say("timeout", { says: "Be quick.", plan: "WAIT_AT_GATE", timeoutMs: 500 });
  pair.push(say("second of two", { says: "A ticket, then wait.", plan: "OPEN_TICKET,WAIT_AT_GATE" }));
  await agent.waitAtGate(3);
  await agent.openGate();
  await Promise.all(pair);

  const crowd = CROWD.map((room, i) => {
    const plan = i % 2 === 0 ? "REPLY,WAIT_AT_GATE,GET_WEATHER" : "WAIT_AT_GATE,OPEN_TICKET,PLAN_DAY";
    return say(room, { says: `In ${room}, please.`, plan, answer: `Welcome to ${room}.` });
  });
  await agent.waitAtGate(CROWD.length);
  await agent.openGate();
  await Promise.all(crowd);

  runs = await agent.truth();
  await agent.stop();
  output = agent.output();
  reported = (await client.listRuns(agentId, { limit: 100 })).runs;
});

afterAll(async () => {
  await adapter.stop();
});

describe("what Runline reports about a run is what happened", () => {
  it("of a simple reply: one model call, no action", async () => {
    const { truth } = await expectTruth("simple");
    expect(truth.counts).toMatchObject({ actions: 0, errors: 0 });
    expect(truth.steps).toContain("model_call TEXT_LARGE: ok");
  });

  it("of a plan with several actions: each of them, with its own model calls, in its order", async () => {
    const { spans } = await expectTruth("plan");
    const actions = spans.filter(({ kind }) => kind === "action");
    expect(actions.map(({ label }) => label)).toEqual(["REPLY", "BOOK_TABLE", "OPEN_TICKET"]);
  });

  it("of an action that makes an HTTP call: the call stands under the action", async () => {
    const { spans, run } = await expectTruth("http");
    const weather = spans.find(({ label }) => label === "GET_WEATHER");
    const calls = spans.filter(({ kind }) => kind === "infrastructure");
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ parentSpanId: weather?.spanId, runId: run.runId });
  });

  it("of an action that throws: the run is an error with its message, although elizaOS says completed", async () => {
    const { truth, run } = await expectTruth("throws");
    expect(run.ended).toMatchObject([{ status: "completed" }]);
    expect(truth).toMatchObject({ status: "error", counts: { actions: 2, errors: 1 } });
    expect(truth.error).toContain("payment provider answered 503");
  });

  it("of an action that reports failure: it counts as an error and the run is completed", async () => {
    const { truth } = await expectTruth("soft fail");
    expect(truth).toMatchObject({ status: "completed", counts: { errors: 1 } });
    expect(truth.steps).toContain("action CHECK_QUOTA: error");
  });

  it("of a model call that fails: the run is an error with the model's message", async () => {
    const { truth } = await expectTruth("model error");
    expect(truth).toMatchObject({ status: "error", error: "the model answered 429" });
    expect(truth.steps).toContain("model_call TEXT_LARGE: error");
  });

  it("of a run that takes too long: it has timed out, and what goes on afterwards still belongs to it", async () => {
    const { truth, run } = await expectTruth("timeout");
    expect(run.ended.map(({ event }) => event)).toEqual(["RUN_TIMEOUT", "RUN_ENDED"]);
    expect(truth).toMatchObject({ status: "timeout", counts: { actions: 1, errors: 1 } });
    expect(truth.steps).toContain("action WAIT_AT_GATE > model_call TEXT_SMALL: ok");
  });

  it("of a plan that an action runs inside its own step: the inner actions stand under the outer one", async () => {
    const { truth } = await expectTruth("nested plan");
    expect(truth.steps).toContain("action PLAN_DAY > action GET_WEATHER > model_call TEXT_SMALL: ok");
    expect(truth.steps).toContain("action PLAN_DAY > model_call TEXT_SMALL: ok");
  });

  it("of a reply that needs a provider first: the reply is an action with a model call of its own", async () => {
    const { truth } = await expectTruth("provider");
    expect(truth.steps).toContain("action REPLY > model_call TEXT_LARGE: ok");
  });

  it("of a streamed reply: the model call is marked as streamed and has its first chunk, its end and its tokens", async () => {
    const { spans } = await expectTruth("streamed");
    expect(replies.get("streamed")?.chunks).toBeGreaterThan(1);
    const calls = spans.filter(({ attributes }) => attributes["runline.model.type"] === "TEXT_LARGE");
    expect(calls).toHaveLength(1);
    expect(calls[0]?.attributes).toMatchObject({
      "gen_ai.request.stream": true,
      "gen_ai.usage.input_tokens": expect.any(Number),
      "gen_ai.usage.output_tokens": expect.any(Number),
    });
    const firstChunkMs = Number(calls[0]?.attributes["gen_ai.response.time_to_first_chunk"]) * 1_000;
    expect(firstChunkMs).toBeGreaterThan(0);
    expect(firstChunkMs).toBeLessThan(calls[0]?.durationMs ?? 0);
  });

  it("of embeddings: they belong to the run of their memory, also when they are written after its end", async () => {
    const { truth, run } = await expectTruth("simple");
    expect(truth.memoryIds).toEqual([run.messageId]);
  });

  it("of evaluators: every run has its own, with its own model call", async () => {
    const { truth } = await expectTruth("plan");
    expect(truth.steps).toContain("evaluator GUEST_MOOD > model_call TEXT_SMALL: ok");
  });

  it("of two runs that overlap in two rooms: each has exactly its own steps", async () => {
    const [first, second] = [await expectTruth("first of two"), await expectTruth("second of two")];
    expect(second.run.startedAt).toBeLessThan(first.run.settledAt);
    expect(first.truth.steps).toContain("action BOOK_TABLE: ok");
    expect(second.truth.steps).toContain("action OPEN_TICKET > model_call OBJECT_SMALL: ok");
  });

  it("of sixteen runs that overlap: each has exactly its own steps", async () => {
    const crowd = await Promise.all(CROWD.map(async (room) => (await expectTruth(room)).run));
    const firstEnd = Math.min(...crowd.map(({ settledAt }) => settledAt));
    expect(crowd.every(({ startedAt }) => startedAt < firstEnd)).toBe(true);
  });

  it("of all of them: the list has each run once and nothing else, and no span was refused or dropped", () => {
    expect(output).not.toMatch(/refuses spans|are dropped|lost: [1-9]/);
    expect(runs).toHaveLength(replies.size);
    expect(reported.map(({ runId }) => runId).sort()).toEqual(runs.map(({ runId }) => runId).sort());
  });
});

it("the published @elizaos/api-client 1.7.2, pointed at Runline, lists runs and gets one, unchanged", async () => {
  const failed = runs.find(({ roomId }) => roomId === replies.get("throws")?.roomId);
  const args = [
    fileURLToPath(new URL("call-api-client.mjs", import.meta.url)),
    adapter.url,
    agentId,
    failed?.runId ?? "",
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const answer: unknown = JSON.parse(stdout);
  expect(answer).toEqual({
    list: await client.listRuns(agentId, { limit: 5, status: "error" }),
    run: await client.getRun(agentId, failed?.runId ?? ""),
  });
  expect(answer).toMatchObject({ list: { total: 2, hasMore: false }, run: { summary: { status: "error" } } });
});

interface Compared {
  run: TrueRun;
  truth: Outline;
  spans: RunSpan[];
}

/** Compares everything that the API says about the run of a room with what really happened. */
async function expectTruth(room: string): Promise<Compared> {
  const run = runs.find(({ roomId }) => roomId === replies.get(room)?.roomId);
  if (run === undefined) throw new Error(`Nothing happened in the room ${room}.`);
  const truth = toTrueOutline(run);
  const detail = await client.getRun(agentId, run.runId);
  const { spans } = await client.getRunSpans(agentId, run.runId);

  expect(toReportedOutline(detail, spans)).toEqual(truth);
  expect(detail.summary).toMatchObject({
    messageId: run.messageId,
    roomId: run.roomId,
    entityId: run.entityId,
    metadata: { agentName: "Probe", entityName: `Guest of ${room}`, source: "example" },
  });
  expect(detail.summary.startedAt).toBeGreaterThanOrEqual(run.startedAt - CLOCK_MS);
  expect(detail.summary.endedAt).toBeLessThanOrEqual(run.settledAt + CLOCK_MS);
  expect(reported.find(({ runId }) => runId === run.runId)).toEqual(detail.summary);
  expectEventsToMatch(detail.events, truth);
  return { run, truth, spans };
}

function toReportedOutline({ summary }: RunDetail, spans: RunSpan[]): Outline {
  const embeddings = spans.filter(({ kind }) => kind === "embedding");
  return {
    status: summary.status,
    error: summary.metadata?.error,
    counts: summary.counts,
    steps: toStepPaths(spans),
    embeddings: embeddings.length,
    memoryIds: embeddings
      .flatMap(({ attributes }) => attributes[ATTR_MEMORY_ID] ?? [])
      .map(String)
      .sort(),
  };
}

/** The events tell the same as the spans: starts and ends in pairs, model calls with the action they were made in. */
function expectEventsToMatch(events: RunEvent[], truth: Outline): void {
  const ofType = <T extends RunEvent["type"]>(type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const actionIds = (list: { data: { actionId: string } }[]) => list.map(({ data }) => data.actionId).sort();
  const timestamps = events.map(({ timestamp }) => timestamp);

  expect(ofType("RUN_STARTED")).toHaveLength(1);
  expect(ofType("RUN_ENDED").map(({ data }) => data.status)).toEqual([truth.status]);
  expect(ofType("ACTION_STARTED")).toHaveLength(truth.counts.actions);
  expect(actionIds(ofType("ACTION_COMPLETED"))).toEqual(actionIds(ofType("ACTION_STARTED")));
  expect(ofType("EVALUATOR_COMPLETED")).toHaveLength(truth.counts.evaluators);
  expect(ofType("EMBEDDING_EVENT")).toHaveLength(truth.embeddings);
  expect(
    ofType("MODEL_USED")
      .map(({ data }) => data.actionContext?.actionName ?? "")
      .sort(),
  ).toEqual(
    truth.steps
      .filter((step) => /model_call [^>]*$/.test(step))
      .map(toInnermostAction)
      .sort(),
  );
  expect(timestamps).toEqual([...timestamps].sort((a, b) => a - b));
}

function toInnermostAction(step: string): string {
  return [...step.matchAll(/action (\w+) >/g)].at(-1)?.[1] ?? "";
}
