import { expect, test } from "vitest";
import { createFoldTrace } from "../../test/support/fold-trace.ts";
import { toUuid } from "../uuid.ts";
import { foldSpans } from "./fold-spans.ts";

test("a session that only a call names is the run's, and makes its room", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const [run] = foldSpans([agent, trace.chat({ in: agent, conversationId: "s-42", userId: "ada" })]).runs;
  expect(run).toMatchObject({ conversationId: "s-42", roomId: toUuid("s-42"), userId: "ada", entityId: toUuid("ada") });
});

test("the run is believed before what is in it, a caller before an agent inside", () => {
  const trace = createFoldTrace();
  const request = trace.infra("POST", { to: 1000, conversationId: "caller" });
  const agent = trace.agent("planner", { in: request, to: 900 });
  const inner = trace.agent("forecaster", { in: agent, to: 500, conversationId: "inner" });
  expect(foldSpans([request, agent, inner]).runs[0]?.conversationId).toBe("caller");
  expect(foldSpans([request, { ...agent, conversationId: "own" }, inner]).runs[0]?.conversationId).toBe("own");
  expect(foldSpans([{ ...request, conversationId: undefined }, agent, inner]).runs[0]?.conversationId).toBe("inner");
});

test("a call of the run is believed before the run that asked for it", () => {
  const trace = createFoldTrace();
  const asking = trace.agent("planner", { to: 1000, conversationId: "caller" });
  const named = { runId: "run-2", agentId: "agent-2" };
  const asked = trace.agent("forecaster", { in: asking, to: 900, ...named });
  const call = trace.chat({ in: asked, conversationId: "own", ...named });
  const runs = foldSpans([asking, asked, call]).runs.map(({ runId, conversationId }) => [runId, conversationId]);
  expect(runs).toContainEqual(["run-2", "own"]);
});

test("room and sender that a span names by their ids are kept as they are", () => {
  const trace = createFoldTrace();
  const words = {
    roomId: "room-1",
    entityId: "entity-1",
    entityName: "Ada",
    messageId: "message-1",
    source: "discord",
    conversationId: "s",
  };
  expect(foldSpans([trace.agent("Eliza", words)]).runs[0]).toMatchObject(words);
});

test("what was asked is the first line that the topmost span has of it", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const calls = [
    trace.chat({ in: agent, from: 200, message: "second" }),
    trace.chat({ in: agent, from: 100, message: "What is the weather in Paris?" }),
  ];
  expect(foldSpans([agent, ...calls]).runs[0]?.message).toBe("What is the weather in Paris?");
});

test("agents and services stand in the order of their first span", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 900 });
  const spans = [
    trace.infra("SELECT", { in: agent, from: 300, serviceName: "db" }),
    trace.agent("writer", { in: agent, from: 100 }),
    agent,
  ];
  expect(foldSpans(spans).runs).toMatchObject([{ agents: ["planner", "writer"], services: ["weather", "db"] }]);
});

test("the prompt of a model call of ours is not what was asked: while the run goes on, nobody has said that yet", () => {
  const trace = createFoldTrace();
  const ours = { convention: "runline", agentId: "a", runId: trace.runId };
  const run = { ...trace.agent("Eliza", ours), endedAt: undefined };
  const call = trace.chat({ in: run, ...ours, message: "<task>Generate dialog" });
  expect(foldSpans([run, call]).runs[0]?.message).toBeUndefined();
  expect(foldSpans([{ ...run, message: "Hello." }, call]).runs[0]?.message).toBe("Hello.");
});
