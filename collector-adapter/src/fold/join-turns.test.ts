import { describe, expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldEntries } from "./fold-entries.ts";
import type { FoldSpan } from "./fold-span.ts";

const trace = createFoldTrace();
const prompt = (from: number): FoldSpan => trace.agent("coder", { from, to: from, opensTurn: true });
const allow = (from: number, toolCallId: string) =>
  trace.infra("tool_decision", { from, to: from, allowsTool: true, toolCallId });
const ask = (from: number) => trace.infra("api_request", { from, to: from + 20, asksModel: true });

const toStates = (spans: readonly FoldSpan[]) =>
  foldEntries(spans).runs.map(({ status, endedAt }) => [status, endedAt && endedAt - trace.at(0)]);

describe("a turn", () => {
  test("has what follows its prompt, and ends with the model's answer", () => {
    const spans = [prompt(0), trace.chat({ from: 10, to: 100 }), trace.tool("Bash", { from: 110, to: 200 })];
    expect(toStates(spans)).toEqual([["started", undefined]]);
    expect(toStates([...spans, trace.chat({ from: 210, to: 300 })])).toEqual([["completed", 300]]);
    const { runs } = foldEntries([...spans, trace.chat({ from: 210, to: 300 })]);
    expect(runs).toMatchObject([{ counts: { modelCalls: 2, actions: 1 } }]);
  });

  test("has ended, whatever was under way, when the next one begins", () => {
    const spans = [
      prompt(0),
      trace.tool("Bash", { from: 10, to: 200 }),
      prompt(500),
      trace.chat({ from: 510, to: 600 }),
    ];
    expect(toStates(spans)).toEqual([
      ["completed", 200],
      ["completed", 600],
    ]);
  });

  test("goes on while a tool that was allowed has not come", () => {
    const spans = [prompt(0), allow(80, "t1"), trace.chat({ from: 10, to: 100 })];
    expect(toStates(spans)).toEqual([["started", undefined]]);
    const tool = trace.tool("Bash", { from: 81, to: 90, toolCallId: "t1" });
    expect(toStates([...spans, tool])).toEqual([["completed", 100]]);
  });

  test("goes on while a model that was asked has not answered", () => {
    const spans = [prompt(0), trace.chat({ from: 10, to: 100 }), ask(120)];
    expect(toStates(spans)).toEqual([["started", undefined]]);
  });

  test("that the model refused has failed; the request that failed is the call", () => {
    const call = trace.chat({ from: 10, to: 100, asksModel: true, ...failed("429") });
    const { runs, spans } = foldEntries([prompt(0), call]);
    expect(runs).toMatchObject([{ status: "error", cause: { message: "429" } }]);
    expect(spans.find(({ spanId }) => spanId === call.spanId)?.parentSpanId).toBe(spans[0]?.spanId);
  });

  test("without a prompt that is known is not a turn", () => {
    const call = trace.chat({ from: -50, to: 100 });
    expect(foldEntries([prompt(0), call]).spans[1]).toEqual(call);
  });
});

test("a call of which only the end is told begins where its model was asked", () => {
  const answer = trace.chat({ from: 400, to: 400, endsAsking: true });
  const { spans } = foldEntries([prompt(0), ask(100), answer]);
  expect(spans[2]).toMatchObject({ startedAt: trace.at(100), endedAt: trace.at(400) });
});

test("calls that name a sub-agent are below it while it works, and end no turn", () => {
  const helper = trace.agent("searcher", { from: 100, to: 400 });
  const inside = trace.chat({ from: 150, to: 300, agentName: "searcher" });
  const later = trace.chat({ from: 500, to: 600, agentName: "searcher" });
  const spans = [prompt(0), trace.chat({ from: 10, to: 90 }), helper, inside];
  expect(foldEntries(spans).spans[3]?.parentSpanId).toBe(helper.spanId);
  expect(toStates(spans)).toEqual([["started", undefined]]);
  expect(foldEntries([...spans, later]).spans[4]?.parentSpanId).toBe(spans[0]?.spanId);
});

test("spans without prompts are left as they are", () => {
  const spans = [trace.agent("coder"), trace.chat({ from: 10 })];
  expect(foldEntries(spans).spans).toEqual(spans);
});
