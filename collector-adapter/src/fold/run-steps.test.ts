import { expect, test } from "vitest";
import { createFoldTrace, failed, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

test("steps are what a run counts, in their order, with what their details tell", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 900 });
  const chat = trace.chat({ in: agent, from: 10, to: 60, cost: 0.25 });
  const tool = trace.tool("GET_WEATHER", { in: agent, from: 100, to: 140, model: "of its caller", ...failed("boom") });
  const evaluator = trace.evaluator({ in: agent, from: 200, status: "timeout" });
  const open = toOpen(trace.embedding({ in: agent, from: 300 }));
  const detail = trace.chat({ in: chat, from: 20, to: 50, tokens: { input: 7 } });
  const { runs } = foldSpans([open, evaluator, agent, trace.infra("GET", { in: tool }), tool, detail, chat]);

  const at = (ms: number) => trace.at(ms);
  expect(runs[0]?.steps).toEqual([
    {
      kind: "model_call",
      name: "gpt-4o",
      spanId: chat.spanId,
      startedAt: at(10),
      durationMs: 50,
      tokens: { input: 7 },
      cost: 0.25,
      estimated: false,
      unpriced: false,
    },
    {
      kind: "action",
      name: "GET_WEATHER",
      spanId: tool.spanId,
      startedAt: at(100),
      durationMs: 40,
      failure: "error",
      estimated: false,
      unpriced: false,
    },
    {
      kind: "evaluator",
      name: "evaluate",
      spanId: evaluator.spanId,
      startedAt: at(200),
      durationMs: 100,
      failure: "timeout",
      estimated: false,
      unpriced: false,
    },
    { kind: "embedding", name: "embedder", spanId: open.spanId, startedAt: at(300), estimated: false, unpriced: false },
  ]);
});

test("of a runaway loop the first 2,000 steps are kept, and all are counted", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("weather", { to: 9_000 });
  const calls = Array.from({ length: 2_003 }, (_, index) =>
    trace.chat({ in: agent, from: index, to: index + 1, tokens: { input: 1 } }),
  );
  const [run] = foldSpans([agent, ...calls.toReversed()]).runs;
  expect(run?.steps).toHaveLength(2_000);
  expect(run?.steps.at(-1)).toMatchObject({ spanId: calls[1_999]?.spanId, unpriced: true });
  expect(run).toMatchObject({ counts: { modelCalls: 2_003 }, tokens: { input: 2_003 }, unpriced: true });
});
