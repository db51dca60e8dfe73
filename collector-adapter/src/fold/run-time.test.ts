import { expect, test } from "vitest";
import { createFoldTrace, toOpen } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

test("time in models, in tools outside of models, and in neither is all the time of the run", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 1000 });
  const tool = trace.tool("forecaster", { in: agent, from: 300, to: 700 });
  const spans = [
    agent,
    trace.chat({ in: agent, from: 0, to: 200 }),
    trace.chat({ in: agent, from: 100, to: 300 }),
    tool,
    trace.chat({ in: tool, from: 350, to: 650 }),
    trace.embedding({ in: agent, from: 950, to: 2000 }),
  ];
  expect(foldSpans(spans).runs).toMatchObject([{ time: { modelMs: 650, toolMs: 100, idleMs: 250 } }]);
});

test("a run that goes on is measured up to the last that is known", () => {
  const trace = createFoldTrace();
  const agent = toOpen(trace.agent("planner"));
  const spans = [
    agent,
    trace.chat({ in: agent, from: 100, to: 400 }),
    toOpen(trace.tool("x", { in: agent, from: 500 })),
  ];
  expect(foldSpans(spans).runs).toMatchObject([{ time: { modelMs: 300, toolMs: 0, idleMs: 200 } }]);
});

test("a moment belongs to the innermost step: a tool that a call holds is not time of the model", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 1000 });
  const call = trace.chat({ in: agent, from: 0, to: 800 });
  const step = trace.infra("step", { in: call, from: 300, to: 700 });
  const tool = trace.tool("x", { in: step, from: 300, to: 600 });
  expect(foldSpans([agent, call, step, tool]).runs).toMatchObject([
    { time: { modelMs: 500, toolMs: 300, idleMs: 200 } },
  ]);
});

test("what goes on after the step around it, and what lies outside of the run, counts as far as it is in the run", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 1000 });
  const tool = trace.tool("x", { in: agent, from: 100, to: 200 });
  const late = trace.chat({ in: tool, from: 150, to: 400 });
  const after = trace.tool("y", { in: agent, from: 1200, to: 1300 });
  expect(foldSpans([agent, tool, late, after]).runs).toMatchObject([
    { time: { modelMs: 250, toolMs: 50, idleMs: 700 } },
  ]);
});

test("a tool that waits for a person to allow it does not work", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("coder", { to: 1000 });
  const tool = trace.tool("Bash", { in: agent, from: 200, to: 900 });
  const wait = trace.infra("blocked_on_user", { in: tool, from: 200, to: 700, isWait: true });
  expect(foldSpans([agent, tool, wait]).runs).toMatchObject([
    { time: { modelMs: 0, toolMs: 200, idleMs: 300, waitMs: 500 } },
  ]);
});
