import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { findParallelSteps } from "./parallel-steps.ts";
import { buildSpanTree } from "./span-tree.ts";

/** Steps below one run, each `name from to`. */
function find(steps: string, now = 0): Record<string, number> {
  const spans = steps.split(", ").map((step) => {
    const [name = "", from = "", to] = step.split(" ");
    const kind = name.startsWith("provider") ? "context_provider" : "action";
    const end = to === undefined ? { endedAt: undefined, state: "open" as const } : { endedAt: Number(to) };
    return createSpan(name, "run", { kind, startedAt: Number(from), ...end });
  });
  const building = buildSpanTree([createSpan("run", undefined, { kind: "run" }), ...spans]);
  for (;;) {
    const { done, value } = building.next();
    if (done) return Object.fromEntries(findParallelSteps(value.nodes.values(), now));
  }
}

it.each([
  ["one after the other", "a 0 10, b 10 20, c 20.5 30", {}],
  ["a clock of milliseconds", "a 0 10, b 9 20", {}],
  ["at the same time", "a 0 50, b 5 40, c 10 60, d 70 80", { a: 3, b: 3, c: 3 }],
  ["two by two", "a 0 20, b 5 40, c 30 60", { a: 2, b: 2, c: 2 }],
  ["beside one that lasts", "all 0 100, a 5 20, b 30 40, c 50 60", { all: 2, a: 2, b: 2, c: 2 }],
  ["context providers", "provider1 0 50, provider2 0 50", {}],
])("steps that run %s", (_, steps, expected) => {
  expect(find(steps)).toEqual(expected);
});

it("what goes on runs beside what begins now", () => {
  expect(find("a 0, b 50", 60)).toEqual({ a: 2, b: 2 });
});
