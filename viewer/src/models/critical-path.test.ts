import type { RunSpan } from "@runline/contract";
import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { findCriticalPath, toSelfMs } from "./critical-path.ts";
import { buildSpanTree, type SpanNode } from "./span-tree.ts";

function build(...spans: RunSpan[]): Map<string, SpanNode> {
  const building = buildSpanTree(spans);
  for (;;) {
    const { done, value } = building.next();
    if (done) return new Map(value.nodes);
  }
}

const span = (id: string, parent: string | undefined, startedAt: number, endedAt: number) =>
  createSpan(id, parent, { startedAt, endedAt });

function pathOf(...spans: RunSpan[]): Record<string, [number, number][]> {
  const root = build(...spans).get("run");
  const path = root ? findCriticalPath(root, 0) : new Map();
  return Object.fromEntries(
    [...path].map(([id, parts]) => [id, parts.map(({ from, to }: { from: number; to: number }) => [from, to])]),
  );
}

it("goes from the end back, by what ended last, and by the step itself between", () => {
  expect(
    pathOf(
      span("run", undefined, 0, 100),
      span("a", "run", 10, 40),
      span("beside", "run", 15, 35),
      span("b", "run", 50, 90),
      span("inside", "b", 60, 90),
    ),
  ).toEqual({
    run: [
      [0, 10],
      [40, 50],
      [90, 100],
    ],
    a: [[10, 40]],
    b: [[50, 60]],
    inside: [[60, 90]],
  });
});

it("leaves out what was still going on when the next one began, and cuts what outlasted its parent", () => {
  expect(
    pathOf(
      span("run", undefined, 0, 100),
      span("late", "run", 60, 150),
      span("beside", "run", 10, 70),
      span("after", "run", 110, 120),
    ),
  ).toEqual({ run: [[0, 60]], late: [[60, 100]] });
});

it("goes 20,000 levels deep", () => {
  const chain = Array.from({ length: 20_000 }, (_, index) =>
    span(
      index === 0 ? "run" : `s${index}`,
      index < 2 ? (index === 0 ? undefined : "run") : `s${index - 1}`,
      index,
      40_000 - index,
    ),
  );
  expect(Object.keys(pathOf(...chain))).toHaveLength(20_000);
});

it("is alone for as long as nothing inside goes on, each moment counted once", () => {
  const nodes = build(
    span("run", undefined, 0, 100),
    span("a", "run", 10, 40),
    span("beside", "run", 15, 35),
    span("b", "run", 50, 150),
  );
  const selfOf = (id: string) =>
    toSelfMs(nodes.get(id) ?? { id, label: id, span: undefined, parent: undefined, children: [] }, 0);
  expect([selfOf("run"), selfOf("a"), selfOf("nobody")]).toEqual([20, 30, 0]);
});
