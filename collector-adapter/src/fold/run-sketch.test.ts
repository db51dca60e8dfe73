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
