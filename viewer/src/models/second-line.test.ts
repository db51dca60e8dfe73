import { signal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import { expect, it } from "vitest";
import { createSpan } from "../../test/create-span.ts";
import { createWaterfallModel } from "./create-waterfall-model.ts";

function createModel(...spans: RunSpan[]) {
  const model = createWaterfallModel(signal(0));
  model.setSpans(spans);
  const lines = () => model.rows.value.map((row) => [row.node.id, model.toSecondLine(row)]);
  return { model, lines };
}

const failed = { state: "error", error: "refused" } as const;

it("what failed by itself has a second line, what failed because of that has none", () => {
  const { model, lines } = createModel(
    createSpan("run", undefined, { kind: "run", ...failed }),
    createSpan("action", "run", { startedAt: 1, ...failed }),
    createSpan("post", "action", { startedAt: 2, ...failed }),
    createSpan("late", "run", { startedAt: 3, state: "timeout", error: "timeout" }),
  );
  expect(lines()).toEqual([
    ["run", undefined],
    ["action", undefined],
    ["post", "failure"],
    ["late", "failure"],
  ]);
  expect(model.tallRows.value).toEqual([2, 3]);
});

it("a cause that something failed inside, which the agent got over, has its line; a jump begins there", () => {
  const { model, lines } = createModel(
    createSpan("run", undefined, { kind: "run", ...failed }),
    createSpan("early", "run", { startedAt: 1, ...failed }),
  );
  model.setCause("run");
  expect(lines()).toEqual([
    ["run", "failure"],
    ["early", "failure"],
  ]);
  model.goToError(1);
  expect(model.activeId.value).toBe("run");
  model.goToError(1);
  expect(model.activeId.value).toBe("early");
});

it("the innermost step without an end says so, and the topmost span of a clock that is off", () => {
  const off = { clockOffsetMs: -30_000 };
  const { lines } = createModel(
    createSpan("run", undefined, { kind: "run", state: "lost" }),
    createSpan("call", "run", { startedAt: 1, state: "lost" }),
    createSpan("server", "run", { startedAt: 2, ...off }),
    createSpan("query", "server", { startedAt: 3, ...off }),
  );
  expect(lines().map(([, line]) => line)).toEqual([undefined, "no_end", "clock", undefined]);
});

it("tries are one row with the line of the last of them, which that one has itself once the row is open", () => {
  const call = { label: "POST", lastTry: "3", ...failed };
  const { model, lines } = createModel(
    createSpan("run", undefined, { kind: "run", ...failed }),
    createSpan("1", "run", { ...call, startedAt: 0, endedAt: 5 }),
    createSpan("2", "run", { ...call, startedAt: 10, endedAt: 15 }),
    createSpan("3", "run", { ...call, startedAt: 20, endedAt: 25 }),
    createSpan("beside", "run", { ...failed, startedAt: 31, endedAt: 35 }),
  );
  expect(lines()).toEqual([
    ["run", undefined],
    ["tries:3", "failure"],
    ["beside", "failure"],
  ]);
  model.goToError(1);
  expect(model.activeId.value).toBe("3");
  expect(lines().map(([id, line]) => [id, line])).toEqual([
    ["run", undefined],
    ["tries:3", undefined],
    ["1", undefined],
    ["2", undefined],
    ["3", "failure"],
    ["beside", "failure"],
  ]);
  model.goToError(1);
  expect(model.activeId.value).toBe("beside");
});

it("a step that went well at its last try failed nowhere", () => {
  const { lines } = createModel(
    createSpan("run", undefined, { kind: "run" }),
    createSpan("1", "run", { lastTry: "2", kind: "model_call", ...failed, startedAt: 0, endedAt: 5 }),
    createSpan("2", "run", { lastTry: "2", kind: "model_call", startedAt: 10, endedAt: 15 }),
  );
  expect(lines()).toEqual([
    ["run", undefined],
    ["tries:2", undefined],
  ]);
});
