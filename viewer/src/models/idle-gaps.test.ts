import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { findBusyTimes, toIdleGaps, toWaits } from "./idle-gaps.ts";
import { buildSpanTree, type SpanTree } from "./span-tree.ts";

function build(...spans: readonly Readonly<Parameters<typeof createSpan>>[]): SpanTree {
  const building = buildSpanTree(spans.map((span) => createSpan(...span)));
  for (;;) {
    const { done, value } = building.next();
    if (done) return value;
  }
}

const at = (startedAt: number, endedAt: number) => ({ startedAt, endedAt });

it("is busy while something without children goes on", () => {
  const { nodes } = build(
    ["run", undefined, { kind: "run", ...at(0, 1_000) }],
    ["a", "run", at(100, 200)],
    ["b", "run", at(150, 300)],
    ["c", "run", at(800, 900)],
  );
  const busy = findBusyTimes(nodes.values());
  expect(busy).toEqual([
    { from: 100, to: 300 },
    { from: 800, to: 900 },
  ]);
  expect(toIdleGaps(busy, { from: 0, to: 1_000 }, 1_000)).toEqual([
    { from: 0, to: 100 },
    { from: 300, to: 800 },
    { from: 900, to: 1_000 },
  ]);
});

it("has no gap after what goes on, nor at the end of a run that goes on, nor a short one", () => {
  const open = { startedAt: 500, endedAt: undefined, state: "open" } as const;
  const { nodes } = build(
    ["run", undefined, { kind: "run", ...open, startedAt: 0 }],
    ["a", "run", at(0, 20)],
    ["b", "run", open],
  );
  const window = { from: 0, to: 1_000 };
  expect(toIdleGaps(findBusyTimes(nodes.values()), window, undefined)).toEqual([{ from: 20, to: 500 }]);
  expect(toIdleGaps([{ from: 0, to: 900 }], window, undefined)).toEqual([]);
  expect(toIdleGaps([{ from: 40, to: 960 }], window, 1_000)).toEqual([]);
});

it("is busy in a span that waits for nothing below it, such as an evaluation of it afterwards", () => {
  const { nodes } = build(
    ["run", undefined, { kind: "run", ...at(0, 1_000) }],
    ["call", "run", at(100, 400)],
    ["evaluation", "call", at(900, 900)],
  );
  expect(findBusyTimes(nodes.values())).toEqual([
    { from: 100, to: 400 },
    { from: 900, to: 900 },
  ]);
});

it("is not busy while the run waits for a person, and tells these times from others in which nothing goes on", () => {
  const open = { endedAt: undefined, state: "open" } as const;
  const spans = [
    createSpan("run", undefined, { kind: "run", ...at(0, 400) }),
    createSpan("a", "run", at(0, 100)),
    createSpan("wait", "run", { wait: true, ...at(400, 900) }),
    createSpan("b", undefined, at(900, 1_000)),
    createSpan("again", "b", { wait: true, ...open, startedAt: 1_000 }),
  ];
  const { nodes } = build(...spans.map(({ spanId, parentSpanId, ...extra }) => [spanId, parentSpanId, extra] as const));
  const gaps = toIdleGaps(findBusyTimes(nodes.values()), { from: 0, to: 2_000 }, 2_000);
  expect(gaps).toEqual([
    { from: 100, to: 900 },
    { from: 1_000, to: 2_000 },
  ]);
  expect(toWaits(gaps, spans, 2_000)).toEqual([
    { from: 400, to: 900 },
    { from: 1_000, to: 2_000 },
  ]);
});
