import { expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

test("a streamed answer with a span of its own is the call, its request a detail", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const request = trace.chat({ in: agent, from: 10, to: 53, model: "gpt-4o-mini" });
  const used = { model: "gpt-4o-mini", isAnswer: true, tokens: { input: 31, output: 22 } };
  const answer = trace.chat({ in: agent, from: 55, to: 180, ...used });
  for (const spans of [
    [agent, request, answer],
    [answer, request, agent],
  ]) {
    const { runs, marks } = foldSpans(spans);
    expect(runs).toMatchObject([{ counts: { modelCalls: 1, errors: 0 }, tokens: { input: 31, output: 22 } }]);
    expect(marks[1]?.detailOf).toBe(answer.spanId);
  }
});

test("of several, each answer takes the last request before it that has none yet", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const requests = [0, 5].map((from) => trace.chat({ in: agent, from, to: from + 40 }));
  const answers = [42, 60].map((from) => trace.chat({ in: agent, from, to: from + 300, isAnswer: true }));
  const late = trace.chat({ in: agent, from: 500, to: 540 });
  const spans = [agent, ...requests, ...answers, late];
  const { runs, marks } = foldSpans(spans);
  expect(runs).toMatchObject([{ counts: { modelCalls: 3 } }]);
  expect(marks.map(({ detailOf }) => detailOf)).toEqual([
    undefined,
    answers[1]?.spanId,
    answers[0]?.spanId,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ["that failed", failed("429")],
  ["that was answered", { tokens: { input: 3 } }],
  ["for another model", { model: "claude" }],
  ["of another instrumentation", { scope: "sdk" }],
])("a request %s is a call of its own", (_, facts) => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const request = trace.chat({ in: agent, to: 40, ...facts });
  const answer = trace.chat({ in: agent, from: 300, to: 600, isAnswer: true });
  expect(foldSpans([agent, request, answer]).runs).toMatchObject([{ counts: { modelCalls: 2 } }]);
});

test("50,000 requests that wait for another model cost an answer nothing", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const calls = Array.from({ length: 50_000 }, () => [
    trace.chat({ in: agent, to: 40 }),
    trace.chat({ in: agent, from: 300, to: 600, model: "claude", isAnswer: true }),
  ]);
  expect(foldSpans([agent, ...calls.flat()]).runs).toMatchObject([{ counts: { modelCalls: 100_000 } }]);
});
