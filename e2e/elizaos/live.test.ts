import { createRunsClient } from "@runline/contract/client";
import { expect, it, onTestFinished, vi } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { takePort } from "../../test-support/take-port.ts";
import { startAgent } from "./start-agent.ts";

const WAIT = { timeout: 20_000, interval: 50 };

it("a run is visible with its open action while it goes on, and complete once it has ended", async () => {
  const adapter = await openAdapter();
  onTestFinished(async () => {
    await adapter.stop();
  });
  const agent = await startAgent(adapter.url);
  onTestFinished(async () => {
    await agent.kill9();
  });
  const client = createRunsClient({ baseUrl: adapter.url });

  const replied = agent.say("gate", { says: "Wait for me.", plan: "BOOK_TABLE,WAIT_AT_GATE", answer: "I do." });
  await agent.waitAtGate(1);
  const spans = await vi.waitFor(async () => {
    const { runs } = await client.listRuns(agent.agentId, { status: "started" });
    const found = await client.getRunSpans(agent.agentId, runs[0]?.runId ?? "");
    const states = Object.fromEntries(found.spans.map(({ label, state }) => [label, state]));
    expect(states).toMatchObject({ BOOK_TABLE: "ok", WAIT_AT_GATE: "open", Probe: "open" });
    return found.spans;
  }, WAIT);

  const runId = spans.find(({ kind }) => kind === "run")?.runId ?? "";
  const going = (await client.getRun(agent.agentId, runId)).summary;
  expect(going).toMatchObject({ status: "started", counts: { actions: 2 } });
  expect(going).not.toHaveProperty("endedAt");

  await agent.openGate();
  await replied;
  await agent.stop();
  const ended = (await client.getRun(agent.agentId, runId)).summary;
  expect(ended).toMatchObject({ status: "completed", startedAt: going.startedAt, counts: { actions: 2, errors: 0 } });
  expect((await client.listRuns(agent.agentId)).total).toBe(1);
});

it("an agent whose adapter is down replies as ever and says once that it cannot deliver", async () => {
  const taken = await takePort();
  await taken.free(); // from now on nothing listens there
  const endpoint = `http://127.0.0.1:${taken.port}`;
  const agent = await startAgent(endpoint);
  onTestFinished(async () => {
    await agent.kill9();
  });

  for (const number of [1, 2, 3]) {
    const reply = await agent.say("down", {
      says: `Question ${number}?`,
      plan: "REPLY,BOOK_TABLE",
      answer: `Answer ${number}.`,
    });
    expect(reply).toMatchObject({ text: `Answer ${number}.` });
  }
  const [run] = (await agent.truth()).runs;
  expect(new Set(run?.steps.map(({ ok }) => ok))).toEqual(new Set([true]));
  expect(await agent.stop()).toBe(0);
  expect(agent.output().match(new RegExp(`cannot deliver spans to ${endpoint}`, "g"))).toHaveLength(1);
});

it("an HTTP call that the host's own OpenTelemetry sees stands under its action", async () => {
  const adapter = await openAdapter();
  onTestFinished(async () => {
    await adapter.stop();
  });
  const agent = await startAgent(adapter.url, { httpSpans: "host" });
  onTestFinished(async () => {
    await agent.kill9();
  });
  await agent.say("http", { says: "Is it warm in Reykjavik?", plan: "REPLY,GET_WEATHER", answer: "I will look." });
  const [run] = (await agent.truth()).runs;
  await agent.stop();

  const client = createRunsClient({ baseUrl: adapter.url });
  const { spans } = await client.getRunSpans(agent.agentId, run?.runId ?? "");
  const action = spans.find(({ label }) => label === "GET_WEATHER");
  const calls = spans.filter(({ kind }) => kind === "infrastructure");
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({ name: "GET", parentSpanId: action?.spanId });
});
