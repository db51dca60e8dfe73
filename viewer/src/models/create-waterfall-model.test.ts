import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { createWaterfallModel } from "./create-waterfall-model.ts";
import { createSpan } from "../../test/create-span.ts";

/** run ( a ( http ) b ( deep ) c ), where http failed and deep timed out. */
function createModel(now = 0) {
  const model = createWaterfallModel(signal(now));
  model.setSpans([
    createSpan("run", undefined, { kind: "run" }),
    createSpan("a", "run", { startedAt: 1 }),
    createSpan("http", "a", { startedAt: 2, kind: "infrastructure", state: "error" }),
    createSpan("b", "run", { startedAt: 3 }),
    createSpan("deep", "b", { startedAt: 4, state: "timeout" }),
    createSpan("c", "run", { startedAt: 5 }),
  ]);
  const ids = () => model.rows.value.map(({ node }) => node.id);
  return { model, ids };
}

describe("the cursor", () => {
  it("moves by rows and stops at the ends", () => {
    const { model } = createModel();
    model.moveBy(0);
    expect(model.activeId.value).toBe("run");
    model.moveBy(-1);
    expect(model.activeId.value).toBe("run");
    model.moveBy(Infinity);
    expect(model.activeId.value).toBe("c");
    model.moveBy(-Infinity);
    expect(model.activeId.value).toBe("run");
  });

  it("stands before the first row until it is moved", () => {
    const toFirstMove = (rows: number) => {
      const { model } = createModel();
      model.moveBy(rows);
      return model.activeId.value;
    };
    expect([0, 1, -1, 2, Infinity].map(toFirstMove)).toEqual(["run", "run", "run", "a", "c"]);
  });

  it("goes into an open row, opens a closed one, and back the same way", () => {
    const { model, ids } = createModel();
    model.reveal("a");
    model.moveIn();
    expect(model.activeId.value).toBe("http");
    model.moveOut();
    expect(model.activeId.value).toBe("a");
    model.moveOut();
    expect(ids()).toEqual(["run", "a", "b", "deep", "c"]);
    model.moveIn();
    expect(ids()).toContain("http");
    model.moveOut();
    model.moveOut();
    expect(model.activeId.value).toBe("run");
  });

  it("stays on its span when rows come in above it", () => {
    const { model } = createModel();
    model.reveal("c");
    model.setSpans([...model.spans.value, createSpan("new", "a", { startedAt: 1 })]);
    expect(model.rows.value[model.activeIndex.value]?.node.id).toBe("c");
  });
});

describe("a composed state", () => {
  /** run ( state ( time facts ) action ) */
  function createStateModel() {
    const { model, ids } = createModel();
    model.setSpans([
      createSpan("run", undefined, { kind: "run" }),
      createSpan("state", "run", { startedAt: 1, kind: "composed_state" }),
      createSpan("time", "state", { startedAt: 2, kind: "context_provider" }),
      createSpan("facts", "state", { startedAt: 3, kind: "context_provider", state: "error" }),
      createSpan("action", "run", { startedAt: 4, kind: "action" }),
    ]);
    return { model, ids };
  }

  it("is closed at first, and stays as it was left when more of the run arrives", () => {
    const { model, ids } = createStateModel();
    expect(ids()).toEqual(["run", "state", "action"]);
    model.toggle("state");
    model.setSpans([...model.spans.value, createSpan("state 2", "run", { startedAt: 5, kind: "composed_state" })]);
    expect(ids()).toEqual(["run", "state", "time", "facts", "action", "state 2"]);
  });

  it("opens for an error inside", () => {
    const { model, ids } = createStateModel();
    model.goToError(1);
    expect(model.activeId.value).toBe("facts");
    expect(ids()).toContain("facts");
  });

  it("is hidden with its context providers, and comes back with them", () => {
    const { model, ids } = createStateModel();
    model.toggle("state");
    model.toggleKind("composed_state");
    expect(ids()).toEqual(["run", "action"]);
    model.toggleKind("context_provider");
    expect(ids()).toEqual(["run", "state", "time", "facts", "action"]);
    model.toggleKind("context_provider");
    expect(ids()).toEqual(["run", "state", "action"]);
  });
});

describe("a wait", () => {
  it("is counted and hidden apart from what it is a span of, and shown again by what leads to it", () => {
    const { model, ids } = createModel();
    model.setSpans([...model.spans.value, createSpan("pause", "run", { startedAt: 6, wait: true, state: "error" })]);
    expect([model.kindCounts.value.get("wait"), model.kindCounts.value.get("infrastructure")]).toEqual([1, 5]);
    model.toggleKind("infrastructure");
    expect(ids()).toEqual(["run", "pause"]);
    model.toggleKind("wait");
    expect(ids()).toEqual(["run"]);
    model.goToError(-1);
    expect(ids()).toEqual(["run", "pause"]);
  });
});

describe("jumping", () => {
  it("goes from error to error around the ends, opening what hides them", () => {
    const { model, ids } = createModel();
    model.toggle("run");
    model.toggleKind("infrastructure");
    expect(ids()).toEqual(["run"]);
    model.goToError(1);
    expect(model.activeId.value).toBe("http");
    expect(ids()).toContain("http");
    model.goToError(1);
    expect(model.activeId.value).toBe("deep");
    model.goToError(1);
    expect(model.activeId.value).toBe("http");
    model.goToError(-1);
    expect(model.activeId.value).toBe("deep");
  });

  it("tells of every move, also of one to the row it is on", () => {
    const { model } = createModel();
    model.reveal("deep");
    const before = model.moves.value;
    model.reveal("deep");
    expect(model.moves.value).toBe(before + 1);
  });

  it("stays where it is when nothing failed or matches", () => {
    const { model } = createModel();
    model.setSpans([createSpan("run")]);
    model.goToError(1);
    model.setSearch("nothing like it");
    model.goToMatch(1);
    expect(model.activeId.value).toBeUndefined();
  });

  it("goes to the first and the last match, wherever it is", () => {
    const { model } = createModel();
    model.setSearch("b");
    model.setSpans([createSpan("run"), createSpan("b1", "run"), createSpan("b2", "run"), createSpan("b3", "run")]);
    model.reveal("b2");
    model.goToMatch("first");
    expect(model.activeId.value).toBe("b1");
    model.goToMatch("last");
    expect(model.activeId.value).toBe("b3");
    model.goToMatch(1);
    expect(model.activeId.value).toBe("b1");
  });

  it("finds names, kinds and error texts in any case", () => {
    const { model } = createModel();
    model.setSpans([
      createSpan("run"),
      createSpan("x", "run", { label: "GET_WEATHER" }),
      createSpan("y", "run", { error: "Refused" }),
    ]);
    model.setSearch(" get_w");
    expect([...model.matches.value]).toEqual(["x"]);
    model.setSearch("refused");
    expect([...model.matches.value]).toEqual(["y"]);
    model.setSearch("");
    expect(model.matches.value.size).toBe(0);
  });
});

describe("zooming", () => {
  it("shows a part of the time, never less than a sliver and nothing outside of the run", () => {
    const { model } = createModel();
    model.setZoom({ from: 25, to: 75 });
    expect(model.window.value).toEqual({ from: 25, to: 75 });
    model.setZoom({ from: 200, to: -100 });
    expect(model.window.value.to).toBeGreaterThan(model.window.value.from);
    expect(model.window.value.to).toBeLessThanOrEqual(100);
  });

  it("stays where it is while the run grows", () => {
    const clock = signal(4_000);
    const model = createWaterfallModel(clock);
    model.setSpans([createSpan("run", undefined, { state: "open" })]);
    model.setZoom({ from: 2_000, to: 3_000 });
    clock.value = 14_000;
    expect(model.extent.value.to).toBeGreaterThan(14_000);
    expect(model.window.value).toEqual({ from: 2_000, to: 3_000 });
  });

  it("goes on showing everything when all of it was chosen", () => {
    const { model } = createModel();
    model.setZoom({ from: 0, to: 50 });
    model.setZoom({ from: 0, to: 100 });
    expect(model.isZoomed.value).toBe(false);
    model.setSpans([createSpan("run", undefined, { endedAt: 500 })]);
    expect(model.window.value).toEqual({ from: 0, to: 500 });
  });

  it("fits a span with a little air around it", () => {
    const { model } = createModel();
    const span = createSpan("x", "run", { startedAt: 400, endedAt: 500 });
    model.setSpans([createSpan("run", undefined, { endedAt: 1_000 }), span]);
    model.zoomTo(span);
    expect(model.window.value.from).toBeCloseTo(395);
    expect(model.window.value.to).toBeCloseTo(505);
  });
});

describe("moving through time", () => {
  function createLongModel() {
    const model = createWaterfallModel(signal(0));
    model.setSpans([createSpan("run", undefined, { kind: "run", endedAt: 1_000 })]);
    return model;
  }

  it("shows less around a moment, which stays where it is, and more up to everything", () => {
    const model = createLongModel();
    model.zoomBy(0.5, 200);
    expect(model.window.value).toEqual({ from: 100, to: 600 });
    model.zoomBy(0.5);
    expect(model.window.value).toEqual({ from: 225, to: 475 });
    model.zoomBy(100);
    expect(model.isZoomed.value).toBe(false);
  });

  it("moves on as far as there is something", () => {
    const model = createLongModel();
    model.setZoom({ from: 500, to: 700 });
    model.panBy(0.5);
    expect(model.window.value).toEqual({ from: 600, to: 800 });
    model.panBy(5);
    expect(model.window.value).toEqual({ from: 800, to: 1_000 });
    model.panBy(-50);
    expect(model.window.value).toEqual({ from: 0, to: 200 });
    model.setZoom(undefined);
    model.panBy(0.5);
    expect(model.isZoomed.value).toBe(false);
  });

  it("gives idle time little room when asked to", () => {
    const model = createLongModel();
    model.setSpans([
      ...model.spans.value,
      createSpan("a", "run"),
      createSpan("b", "run", { startedAt: 900, endedAt: 1_000 }),
    ]);
    expect(model.idleGaps.value).toEqual([{ from: 100, to: 900 }]);
    expect(model.scale.value.toPart(100)).toBe(0.1);
    model.toggleCompressed();
    expect(model.scale.value.toPart(100)).toBeCloseTo(0.48);
  });

  it("tells the critical path while it is asked for, and how long a step did not wait", () => {
    const model = createLongModel();
    model.setSpans([...model.spans.value, createSpan("a", "run", { startedAt: 100, endedAt: 900 })]);
    expect(model.criticalPath.value).toBeUndefined();
    model.toggleCriticalPath();
    expect(model.criticalPath.value?.get("a")).toEqual([{ from: 100, to: 900 }]);
    expect([model.toSelfMs("run"), model.toSelfMs("nobody")]).toEqual([200, 0]);
  });
});

it("lets time stand still when nothing is open", () => {
  const clock = signal(50);
  const model = createWaterfallModel(clock);
  model.setSpans([createSpan("run")]);
  const before = model.extent.value;
  clock.value = 99_999;
  expect(model.extent.value).toBe(before);
});

describe("what stands around the run", () => {
  it("puts a span whose clock is off where it was by the clock of the run", () => {
    const { model } = createModel();
    model.setSpans([
      createSpan("behind", "run", { startedAt: -300_000, endedAt: -299_990, clockOffsetMs: -300_020 }),
      createSpan("run", undefined, { kind: "run" }),
    ]);
    expect(model.spans.value.map(({ spanId, startedAt, endedAt }) => [spanId, startedAt, endedAt])).toEqual([
      ["run", 0, 100],
      ["behind", 20, 30],
    ]);
    expect(model.extent.value).toEqual({ from: 0, to: 100 });
  });

  it("takes callers and another agent's spans for others' in a run, and nothing in a trace", () => {
    const otherAgent = { agentId: "1", name: "Colleague", runId: "2" };
    const spans = [createSpan("run"), createSpan("a", "run", { otherAgent }), createSpan("b", "run", { caller: true })];
    const isOther = (of: "run" | "trace") => {
      const model = createWaterfallModel(signal(0), of);
      return spans.map((span) => model.isOther(span));
    };
    expect(isOther("run")).toEqual([false, true, true]);
    expect(isOther("trace")).toEqual([false, false, false]);
  });
});
