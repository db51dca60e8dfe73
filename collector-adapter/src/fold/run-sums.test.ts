import { expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import type { FoldSpan } from "./fold-span.ts";

const fold = (...spans: FoldSpan[]) => foldSpans(spans).runs[0];

test("counts each failed step once, a failed agent inside as well, and not the run itself, its plans and its state", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 900, ...failed("gave up") });
  const inner = trace.agent("forecaster", { in: agent, to: 300, ...failed("no rooms") });
  const spans = [
    agent,
    inner,
    trace.tool("A", { in: inner, ...failed("boom") }),
    trace.chat({ in: agent, from: 310, ...failed("429") }),
    trace.embedding({ in: agent, from: 420, status: "timeout" }),
    trace.evaluator({ in: agent, from: 530, ...failed("no judge") }),
    trace.infra("GET", { in: agent, ...failed("refused") }),
    trace.span("plan", "plan", { in: agent, ...failed("x") }),
    trace.span("composed_state", "compose_state", { in: agent, ...failed("x") }),
  ];
  expect(fold(...spans)?.counts).toEqual({
    actions: 1,
    modelCalls: 1,
    embeddings: 1,
    evaluators: 1,
    errors: 5,
    spans: 9,
  });
});

test("an agent that two spans tell of is one, and a failed run has an error at least", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900, ...failed("x") });
  expect(fold(agent, trace.agent("weather", { in: agent, to: 890, ...failed("x") }))?.counts.errors).toBe(1);
  expect(fold(agent, trace.workflow("run", { in: agent, to: 890, ...failed("x") }))?.counts.errors).toBe(1);
  const workflow = trace.workflow("flow", { to: 900, ...failed("x") });
  expect(fold(workflow, trace.agent("weather", { in: workflow, to: 890, ...failed("x") }))?.counts.errors).toBe(1);
});

test("adds up tokens of every kind over the calls, never those that agents repeat", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900, tokens: { input: 999, output: 999 } });
  const run = fold(
    agent,
    trace.chat({ in: agent, tokens: { input: 100, output: 20, cachedInput: 64, reasoning: 5 } }),
    trace.chat({ in: agent, from: 200, tokens: { input: 50, output: 10, cacheWriteInput: 7 } }),
    trace.embedding({ in: agent, from: 400, tokens: { input: 6 } }),
  );
  expect(run?.tokens).toEqual({ input: 156, output: 30, cachedInput: 64, cacheWriteInput: 7, reasoning: 5 });
});

test("says at least what it cost where a call that used tokens has no price, and nothing where none has one", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const priced = trace.chat({ in: agent, tokens: { input: 1 }, cost: 0.25 });
  const unpriced = trace.chat({ in: agent, from: 200, tokens: { input: 1 } });
  expect(fold(agent, priced, trace.chat({ in: agent, from: 300, ...failed("429") }))?.cost).toEqual({
    usd: 0.25,
    atLeast: false,
  });
  expect(fold(agent, priced, unpriced)?.cost).toEqual({ usd: 0.25, atLeast: true });
  expect(fold(agent, unpriced)).not.toHaveProperty("cost");
  expect(fold(agent, trace.chat({ in: agent, cost: 0 }))?.cost).toEqual({ usd: 0, atLeast: false });
});

test("names the models in the order of their first call, those of embeddings last", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const calls = [
    trace.chat({ in: agent, from: 300, model: "b" }),
    trace.chat({ in: agent, from: 100, model: "a" }),
    trace.chat({ in: agent, from: 500, model: undefined, responseModel: "c" }),
  ];
  const embedding = trace.embedding({ in: agent, from: 0, model: "e" });
  expect(fold(agent, embedding, ...calls)?.models).toEqual(["a", "b", "c", "e"]);
});

test("keeps at most 20 agents and services, the first of each", () => {
  const trace = createFoldTrace();
  const root = trace.agent("agent 0", { to: 9000, serviceName: "service 0" });
  const steps = Array.from({ length: 25 }, (_, index) => {
    const place = { from: 10 + index * 200, serviceName: "service 0" };
    return [
      trace.agent(`agent ${index + 1}`, { in: root, ...place }),
      trace.infra("GET", { in: root, ...place, serviceName: `service ${index + 1}` }),
    ];
  });
  const run = fold(root, ...steps.flat());
  const first = (word: string) => Array.from({ length: 20 }, (_, index) => `${word} ${index}`);
  expect(run?.agents).toEqual(first("agent"));
  expect(run?.services).toEqual(first("service"));
});
