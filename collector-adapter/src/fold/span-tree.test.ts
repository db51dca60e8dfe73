import { expect, test } from "vitest";
import { createFoldTrace } from "../../test/support/fold-trace.ts";
import { foldSpans } from "./fold-spans.ts";
import { buildTree } from "./span-tree.ts";

const SIZE = 100_000;

test("a tree stands parents before their children, and siblings by their start", () => {
  const trace = createFoldTrace();
  const agent = trace.agent("planner", { to: 900 });
  const second = trace.tool("second", { in: agent, from: 200 });
  const first = trace.tool("first", { in: agent, from: 100 });
  const inner = trace.chat({ in: first, from: 110 });
  const { nodes } = buildTree([inner, second, first, agent]);
  expect(nodes.map(({ span }) => span.label)).toEqual(["planner", "first", "gpt-4o", "second"]);
});

test("a parent that was named and never came is known to be missing", () => {
  const trace = createFoldTrace();
  const { tops } = buildTree([trace.chat({ below: "00000000000000ff" }), trace.chat()]);
  expect(tops.map(({ missingParent }) => missingParent)).toEqual([`${trace.traceId}/00000000000000ff`, undefined]);
});

test("a circle is cut above its first span, and nothing of it is lost", () => {
  const trace = createFoldTrace();
  const ids = ["000000000000000a", "000000000000000b", "000000000000000c"];
  const circle = ids.map((spanId, index) =>
    trace.chat({ spanId, below: ids[(index + 1) % ids.length] ?? "", from: 30 - index * 10 }),
  );
  const below = trace.tool("look_up", { below: "000000000000000a", from: 40 });
  const itself = trace.infra("self", { spanId: "000000000000000d", below: "000000000000000d", from: 50 });
  const { nodes, tops } = buildTree([below, ...circle, itself]);
  expect(tops.map(({ span }) => span.spanId)).toEqual(["000000000000000c", "000000000000000d"]);
  expect(nodes.map(({ span }) => span.spanId.at(-1))).toEqual(["c", "b", "a", below.spanId.at(-1), "d"]);
});

/** One chain, a quarter of each kind: a quarter is deeper than the stack, which holds about 15,000 calls of the smallest function. */
function createChain() {
  const trace = createFoldTrace();
  const kinds = ["infrastructure", "run", "action", "model_call"] as const;
  return Array.from({ length: SIZE }, (_, index) =>
    trace.span(kinds[Math.floor((index * kinds.length) / SIZE)] ?? "run", "step", {
      from: index / 1000,
      to: 1000,
      ...(index > 0 && { below: index.toString(16).padStart(16, "0") }),
    }),
  );
}

test("a chain of 100,000 spans is one run, and closed to a circle a tree as well", () => {
  const chain = createChain();
  const { runs, marks } = foldSpans(chain);
  expect(runs.map(({ counts }) => counts.spans)).toEqual([SIZE]);
  expect(marks).toHaveLength(SIZE);
  const last = chain.at(-1);
  const circle = chain.map((span, index) => (index === 0 ? { ...span, parentSpanId: last?.spanId } : span));
  expect(buildTree(circle).tops).toHaveLength(1);
});
