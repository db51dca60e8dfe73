import { expect, test } from "vitest";
import { createFoldTrace } from "../../test/support/fold-trace.ts";
import { toUuidV5 } from "../uuid.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

test("the topmost agent names the run, of several the one that started first", () => {
  const trace = createFoldTrace();
  const workflow = trace.chain("Agent workflow", { to: 900 });
  const planner = trace.agent("planner", { in: workflow, to: 400 });
  const spans = [
    workflow,
    planner,
    trace.agent("helper", { in: planner, to: 300 }),
    trace.agent("forecaster", { in: workflow, from: 400, to: 890 }),
  ];
  for (const order of [spans, spans.toReversed()])
    expect(foldSpans(order).runs).toMatchObject([{ name: "planner", agentName: "planner" }]);
});

test("without a named agent it is called after the topmost agent span, else after its root, else after its program", () => {
  const trace = createFoldTrace();
  const nameOf = (...spans: Parameters<typeof foldSpans>[0]) =>
    foldSpans(spans).runs.map(({ name, agentName }) => [name, agentName]);
  expect(nameOf(trace.workflow("ai.generateText"))).toEqual([["ai.generateText", undefined]]);
  const request = trace.infra("POST /chat");
  expect(nameOf(request, trace.chat({ in: request }))).toEqual([["POST /chat", undefined]]);
  const bare = trace.infra("POST", { detail: "chat.example.com/chat 200" });
  expect(nameOf(bare, trace.chat({ in: bare }))).toEqual([["POST /chat", undefined]]);
  expect(nameOf(trace.chat({ below: "00000000000000ff" }))).toEqual([["weather", undefined]]);
  expect(nameOf(trace.embedding({ agentName: "weather-agent" }))).toEqual([["weather-agent", "weather-agent"]]);
});

test("what the program calls the whole stands in for the name of an agent, but not a route or a call", () => {
  const trace = createFoldTrace();
  const named = (root: FoldSpan) => foldSpans([root, trace.chat({ in: root })]).runs[0]?.programName;
  expect(named(trace.infra("weather-agent"))).toBe("weather-agent");
  expect(named(trace.chain("weather_flow"))).toBe("weather_flow");
  expect(named(trace.infra("POST /chat", { isRequest: true }))).toBeUndefined();
  expect(named(trace.agent("weather"))).toBeUndefined();
  expect(foldSpans([trace.chat()]).runs[0]).not.toHaveProperty("programName");
});

test("an agent's id is the one that it names, else made of its service and its name, else of its service", () => {
  const trace = createFoldTrace();
  const idOf = (...spans: Parameters<typeof foldSpans>[0]) => foldSpans(spans).runs[0]?.agentId;
  expect(idOf(trace.agent("sales", { agentId: "agent-1" }))).toBe("agent-1");
  expect(idOf(trace.agent("sales"))).toBe(toUuidV5("/weather/sales"));
  expect(idOf(trace.agent("support"))).not.toBe(idOf(trace.agent("sales")));
  expect(idOf(trace.agent("sales", { serviceNamespace: "eu" }))).toBe(toUuidV5("eu/weather/sales"));
  expect(idOf(trace.chat())).toBe(toUuidV5("/weather"));
  expect(idOf(trace.chat({ serviceName: undefined }))).toBe(toUuidV5("/unknown_service"));
});

test("of the runs of a trace the one that started first has the trace's id, the others one of their root, in any order", () => {
  const trace = createFoldTrace();
  const turns = [200, 0, 400].map((from) => trace.agent("helper", { below: "00000000000000ff", from }));
  const ids = (spans: typeof turns) => foldSpans(spans).runs.map(({ runId }) => runId);
  expect(ids(turns)[0]).toBe(trace.runId);
  expect(new Set(ids(turns)).size).toBe(3);
  expect(ids(turns.toReversed())).toEqual(ids(turns));
  expect(ids(turns)[2]).toBe(toUuidV5(`${trace.traceId}/${turns[2]?.spanId}`));
});

test("a run that names the trace's id keeps it", () => {
  const trace = createFoldTrace();
  const named = trace.agent("Eliza", { from: 500, convention: "runline", agentId: "a", runId: trace.runId });
  const { runs } = foldSpans([trace.agent("other", { from: 0 }), named]);
  expect(runs.map(({ name, runId }) => [name, runId === trace.runId])).toEqual([
    ["other", false],
    ["Eliza", true],
  ]);
});
