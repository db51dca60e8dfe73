import type { RunSpan } from "@runline/contract";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildSpanTree, CALLERS_ID, MISSING_PARENT_ID, toDrawn, type SpanNode } from "./span-tree.ts";
import { toWaterfallRows } from "./waterfall-rows.ts";
import { createSpan } from "../../test/create-span.ts";

/** The roots of the tree, built without a pause. */
function toSpanTree(spans: readonly RunSpan[]): readonly SpanNode[] {
  const building = buildSpanTree(spans);
  for (;;) {
    const { done, value } = building.next();
    if (done) return value.roots;
  }
}

/** The tree as text: `a(b c(d))`. */
function write(nodes: readonly SpanNode[]): string {
  return nodes.map(({ id, children }) => (children.length > 0 ? `${id}(${write(children)})` : id)).join(" ");
}

describe("buildSpanTree", () => {
  it("nests spans under their parents in the order of start, to the microsecond, then id", () => {
    const spans = [
      createSpan("c", "run", { startedAt: 5 }),
      createSpan("b", "run", { startedAt: 5 }),
      createSpan("a", "run", { startedAt: 5.001 }),
      createSpan("d", "run", { startedAt: 1 }),
      createSpan("run", undefined, { kind: "run" }),
    ];
    expect(write(toSpanTree(spans))).toBe("run(d b c a)");
  });

  it("puts tries of a step below a row of their own, which reaches from the first to the last and ended as that one did", () => {
    const spans = [
      createSpan("run", undefined, { kind: "run" }),
      createSpan("a", "run", { startedAt: 1, endedAt: 2, state: "error", lastTry: "c" }),
      createSpan("b", "run", { startedAt: 3, endedAt: 4, state: "error", lastTry: "c" }),
      createSpan("between", "run", { startedAt: 3.5 }),
      createSpan("c", "run", { startedAt: 5, endedAt: 9, usage: { inputTokens: 7 }, lastTry: "c" }),
      createSpan("alone", "run", { startedAt: 10, lastTry: "of another run" }),
    ];
    const [run] = toSpanTree(spans);
    expect(write(run?.children ?? [])).toBe("tries:c(a b c) between alone");
    const [tries] = run?.children ?? [];
    expect([tries?.tries, tries?.span?.state, tries?.span?.durationMs, tries?.span?.usage]).toEqual([
      3,
      "ok",
      8,
      undefined,
    ]);
    expect(tries?.children.map(({ parent }) => parent?.id)).toEqual(["tries:c", "tries:c", "tries:c"]);
    expect([tries, run].map((node) => node && toDrawn(node))).toEqual([tries?.children, [run]]);
  });

  it("puts the one that ended first before others of the same start, and one that goes on behind them", () => {
    const spans = [
      createSpan("a", "run", { startedAt: 5, endedAt: undefined, state: "open" }),
      createSpan("b", "run", { startedAt: 5, endedAt: 905 }),
      createSpan("c", "run", { startedAt: 5, endedAt: 5.2 }),
      createSpan("run", undefined, { kind: "run" }),
    ];
    expect(write(toSpanTree(spans))).toBe("run(c b a)");
  });

  it("keeps a span whose parent never came under a group at the end", () => {
    const spans = [
      createSpan("lost", "nobody"),
      createSpan("child", "lost"),
      createSpan("run", undefined, { kind: "run" }),
    ];
    expect(write(toSpanTree(spans))).toBe(`run ${MISSING_PARENT_ID}(lost(child))`);
  });

  it("shows a run whose parent never came as a root, not as an orphan", () => {
    expect(write(toSpanTree([createSpan("run", "nobody", { kind: "run" })]))).toBe("run");
  });

  it("shows callers above the run as a group of their own", () => {
    const spans = [
      createSpan("gateway", undefined, { caller: true }),
      createSpan("handler", "gateway", { caller: true }),
      createSpan("run", "handler", { kind: "run", startedAt: 1 }),
    ];
    expect(write(toSpanTree(spans))).toBe(`${CALLERS_ID}(gateway(handler)) run`);
  });

  it("cuts circles at their earliest span", () => {
    const spans = [
      createSpan("a", "b", { startedAt: 2 }),
      createSpan("b", "c", { startedAt: 1 }),
      createSpan("c", "a", { startedAt: 3 }),
      createSpan("self", "self"),
    ];
    expect(write(toSpanTree(spans))).toBe(`${MISSING_PARENT_ID}(self b(a(c)))`);
  });

  it("places every span exactly once, whatever the parents say", () => {
    const anySpan = fc.record({
      id: fc.integer({ min: 0, max: 30 }),
      parent: fc.integer({ min: 0, max: 40 }),
      caller: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anySpan, { selector: ({ id }) => id }), (drawn) => {
        const spans = drawn.map(({ id, parent, caller }) => createSpan(String(id), String(parent), { caller }));
        const rows = toWaterfallRows(toSpanTree(spans), { isCollapsed: () => false, hiddenKinds: new Set() });
        const ids = rows.flatMap(({ node }) => node.span?.spanId ?? []);
        expect(ids.toSorted()).toEqual(spans.map(({ spanId }) => spanId).toSorted());
      }),
    );
  });
});

describe("toWaterfallRows", () => {
  const everything = { isCollapsed: () => false, hiddenKinds: new Set<RunSpan["kind"]>() };

  it("goes 200 levels deep and further without a stack overflow", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      createSpan(`s${index}`, index === 0 ? undefined : `s${index - 1}`, { startedAt: index }),
    );
    const rows = toWaterfallRows(toSpanTree(chain), everything);
    expect(rows.at(-1)?.depth).toBe(19_999);
  });

  it("hides what is inside a collapsed row but says how much of it failed, and what the calls there used", () => {
    const tree = toSpanTree([
      createSpan("run"),
      createSpan("a", "run"),
      createSpan("b", "a", { state: "error", usage: { inputTokens: 800, outputTokens: 90, cost: 0.25 } }),
      createSpan("c", "a", { state: "timeout", usage: { inputTokens: 10 } }),
      createSpan("other", "a", { usage: { inputTokens: 5 }, otherAgent: { agentId: "o", name: "Other", runId: "o" } }),
    ]);
    const rows = toWaterfallRows(tree, { ...everything, isCollapsed: ({ id }) => id === "a" });
    expect(rows.map(({ node, hidden }) => [node.id, hidden])).toEqual([
      ["run", undefined],
      ["a", { errors: 2, tokens: 900, cost: 0.25, costIsEstimated: false }],
    ]);
  });

  it("moves the children of a hidden kind up to the nearest shown ancestor", () => {
    const tree = toSpanTree([
      createSpan("run", undefined, { kind: "run" }),
      createSpan("http", "run"),
      createSpan("proxy", "http"),
      createSpan("model", "proxy", { kind: "model_call" }),
    ]);
    const rows = toWaterfallRows(tree, { ...everything, hiddenKinds: new Set(["infrastructure"]) });
    expect(rows.map(({ node, depth, position, siblingCount }) => [node.id, depth, position, siblingCount])).toEqual([
      ["run", 0, 1, 1],
      ["model", 1, 1, 1],
    ]);
  });

  it("leaves out a group that has nothing to show", () => {
    const tree = toSpanTree([createSpan("run", undefined, { kind: "run" }), createSpan("http", "nobody")]);
    const rows = toWaterfallRows(tree, { ...everything, hiddenKinds: new Set(["infrastructure"]) });
    expect(rows.map(({ node }) => node.id)).toEqual(["run"]);
  });
});
