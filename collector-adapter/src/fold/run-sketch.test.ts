import { expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";

test("sketches the first 32 steps that a run counts: kind, start, length, whether it failed", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("guide", { to: 900 });
  const open = trace.chat({ in: agent, from: 700 });
  delete open.endedAt;
  const spans = [
    agent,
    trace.tool("BOOK", { in: agent, from: 100, to: 250, ...failed("refused") }),
    trace.chat({ in: agent, from: 20, to: 90 }),
    trace.infra("GET", { in: agent, from: 30, to: 40 }),
    open,
  ];
  expect(foldSpans(spans).runs[0]?.sketch).toEqual([
    [1, 20, 70, 0],
    [0, 100, 150, 1],
    [1, 700, -1, 0],
  ]);
  const many = Array.from({ length: 40 }, (_, index) => trace.tool("LOOK", { in: agent, from: index }));
  expect(foldSpans([agent, ...many]).runs[0]?.sketch).toHaveLength(32);
});

test("sketches a wait between the steps, while it goes on as well, but not one that is over at once", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("guide", { to: 1_000 });
  const open = trace.infra("approval", { in: agent, from: 900, isWait: true });
  delete open.endedAt;
  const spans = [
    agent,
    trace.tool("BOOK", { in: agent, from: 0, to: 100 }),
    trace.infra("allowed", { in: agent, from: 100, to: 105, isWait: true }),
    trace.infra("approval", { in: agent, from: 105, to: 800, isWait: true }),
    trace.chat({ in: agent, from: 800, to: 900 }),
    open,
  ];
  expect(foldSpans(spans).runs[0]?.sketch).toEqual([
    [0, 0, 100, 0],
    [4, 105, 695, 0],
    [1, 800, 100, 0],
    [4, 900, -1, 0],
  ]);
  const many = Array.from({ length: 40 }, (_, index) => trace.tool("LOOK", { in: agent, from: index }));
  const sketch = foldSpans([agent, ...many, open]).runs[0]?.sketch;
  expect(sketch).toHaveLength(32);
  expect(sketch?.at(-1)).toEqual([4, 900, -1, 0]);
});
