import { describe, expect, test } from "vitest";
import { createFoldTrace, failed } from "../../test/support/fold-trace.ts";
import type { FoldSpan } from "./fold-span.ts";
import { foldSpans } from "./fold-spans.ts";

const OURS = { convention: "runline", runId: "run-1", agentId: "agent-1" };
const PAUSE = { convention: "gen_ai", runId: "run-1", endedAt: undefined, isWait: true, isPause: true };

/** A run of 100 ms that pauses at its end for an approval, and the agent's span of the part that goes on 1 s later, in another trace. */
function createPausedRun({ isNamed = true, from = 1100 } = {}) {
  const [trace, later] = [createFoldTrace(), createFoldTrace()];
  const first = trace.agent("clerk", OURS);
  const chat = trace.chat({ ...OURS, in: first, from: 10, to: 60 });
  const pause = { ...PAUSE, pauseId: "pause-1", waitsFor: "approval" };
  const wait = trace.infra("waiting for approval", { ...pause, in: first, from: 100 });
  const resumedFrom = isNamed ? "pause-1" : undefined;
  const second = later.agent("clerk", { ...OURS, from, to: from + 200, runStatus: "completed", resumedFrom });
  const tool = later.tool("REFUND", { ...OURS, in: second, from: from + 50, to: from + 100 });
  return { at: trace.at, first, chat, wait, second, before: [first, chat, wait], after: [second, tool] };
}

const fold = (...spans: readonly FoldSpan[]) => foldSpans(spans);

describe("a run that has paused", () => {
  test("goes on and waits, though its span has ended", () => {
    const { before, at } = createPausedRun();
    const { runs } = fold(...before);
    expect(runs).toMatchObject([
      { runId: "run-1", status: "started", waiting: { since: at(100), for: "approval" }, counts: { modelCalls: 1 } },
    ]);
    expect(runs[0]).not.toHaveProperty("endedAt");
    expect(runs[0]?.time).toEqual({ modelMs: 50, toolMs: 0, idleMs: 50 });
  });

  test("is one run with what goes on in another trace, and waiting is not work", () => {
    const { before, after, wait, second, at } = createPausedRun();
    const spans = [...before, ...after];
    const { runs, marks } = fold(...spans);
    expect(runs).toMatchObject([
      {
        status: "completed",
        startedAt: at(0),
        endedAt: at(1300),
        rootSpanId: before[0]?.spanId,
        counts: { modelCalls: 1, actions: 1, errors: 0, spans: 5 },
        time: { modelMs: 50, toolMs: 50, idleMs: 200, waitMs: 1000 },
      },
    ]);
    expect(runs[0]).not.toHaveProperty("waiting");
    expect(marks[spans.indexOf(wait)]).toMatchObject({ waitedUntil: at(1100) });
    expect(marks[spans.indexOf(second)]).toMatchObject({ isPart: true });
  });

  test("goes on also by what names the run and not the pause, be its first span still missing", () => {
    const { before, after, second, at } = createPausedRun({ isNamed: false });
    expect(fold(...before, ...after).runs).toMatchObject([{ status: "completed", time: { waitMs: 1000 } }]);
    const [run] = fold(...before, ...after.filter((span) => span !== second)).runs;
    expect(run).not.toHaveProperty("waiting");
    expect(run).toMatchObject({ status: "started", time: { waitMs: 1050 }, lastAt: at(1200) });
  });

  test("waits on while what it left behind ends", () => {
    const { before, first } = createPausedRun();
    const { traceId } = first;
    const late = createFoldTrace().embedding({ ...OURS, traceId, spanId: "00000000000000aa", in: first, from: 300 });
    expect(fold(...before, late).runs).toMatchObject([{ status: "started", waiting: { for: "approval" } }]);
  });

  test("waits no time when the clock of who goes on is behind", () => {
    const { before, after } = createPausedRun({ from: -500 });
    const [run] = fold(...before, ...after).runs;
    expect(run).toMatchObject({ status: "completed" });
    expect(run).not.toHaveProperty("waiting");
    expect(run?.time).not.toHaveProperty("waitMs");
  });

  test("may pause again, and waits for what came last", () => {
    const { before, second, at } = createPausedRun();
    const paused = { ...second, runStatus: undefined };
    const pause = { ...PAUSE, pauseId: "pause-2", waitsFor: "a person" };
    const { traceId } = second;
    const again = createFoldTrace().infra("waiting", {
      ...pause,
      traceId,
      spanId: "00000000000000bb",
      in: second,
      from: 1300,
    });
    const { runs } = fold(...before, paused, again);
    expect(runs).toMatchObject([{ status: "started", waiting: { since: at(1300), for: "a person" } }]);
    const third = createFoldTrace().agent("clerk", {
      ...OURS,
      from: 1400,
      runStatus: "completed",
      resumedFrom: "pause-2",
    });
    expect(fold(...before, paused, again, third).runs).toMatchObject([
      { status: "completed", endedAt: at(1500), time: { waitMs: 1100 } },
    ]);
  });

  test("fails as its last part does, once, and says why", () => {
    const { before, second } = createPausedRun();
    const broken: FoldSpan = { ...second, runStatus: "error", ...failed("ledger refused"), outcome: "refused" };
    expect(fold(...before, broken).runs).toMatchObject([
      {
        status: "error",
        error: "ledger refused",
        outcome: "refused",
        counts: { errors: 1 },
        cause: { text: "clerk: ledger refused, 200 ms", spanId: second.spanId },
      },
    ]);
  });

  test("is judged by its last part, not by a failure that it had got over before", () => {
    const { first, chat, wait, after } = createPausedRun();
    const spans = [first, { ...chat, ...failed("429") }, wait, ...after];
    expect(foldSpans(spans).runs).toMatchObject([{ status: "completed", counts: { errors: 1 } }]);
  });
});

/** A run of 900 ms whose inner agent pauses after 300 ms, the pause of which is below that agent. */
function createNestedPause(facts: Partial<FoldSpan> = {}) {
  const trace = createFoldTrace();
  const root = trace.agent("desk", { ...OURS, to: 900, ...facts });
  const inner = trace.agent("clerk", { ...OURS, agentId: undefined, in: root, from: 100, to: 300 });
  const pause = { ...PAUSE, runId: undefined, pauseId: "pause-1", waitsFor: "approval" };
  const wait = trace.infra("waiting for approval", { ...pause, in: inner, from: 300 });
  const goesOn = trace.agent("clerk", { ...OURS, agentId: undefined, in: root, from: 500, to: 700 });
  return { trace, root, inner, wait, goesOn, spans: [root, inner, wait] };
}

describe("a pause of an agent inside", () => {
  test("ends with its run, which says how that ended", () => {
    const { trace, spans } = createNestedPause({ runStatus: "error", ...failed("ledger refused") });
    const { runs, marks } = fold(...spans);
    expect(runs).toMatchObject([
      { status: "error", error: "ledger refused", endedAt: trace.at(900), cause: { message: "ledger refused" } },
    ]);
    expect(runs[0]).not.toHaveProperty("waiting");
    expect(marks[2]).toMatchObject({ waitedUntil: trace.at(900) });
  });

  test("ends with the next span that is not below the agent, without one that names the pause", () => {
    const { trace, spans, inner, goesOn } = createNestedPause({ runStatus: "completed" });
    const late = trace.tool("LEFT_BEHIND", { ...OURS, in: inner, from: 350 });
    const { runs, marks } = fold(...spans, late, goesOn);
    expect(runs).toMatchObject([{ status: "completed", endedAt: trace.at(900) }]);
    expect(runs[0]).not.toHaveProperty("waiting");
    expect(marks[2]).toMatchObject({ waitedUntil: trace.at(500) });
  });

  test("does not make a run wait that goes on: nobody hears of that when its process is killed", () => {
    const { spans } = createNestedPause({ endedAt: undefined });
    const { runs, marks } = fold(...spans);
    expect(runs).toMatchObject([{ status: "started" }]);
    expect(runs[0]).not.toHaveProperty("waiting");
    expect(marks[2]).not.toHaveProperty("waitedUntil");
  });

  test("says nothing of the run whose own pause it came before", () => {
    const { trace, spans, root } = createNestedPause();
    const own = trace.infra("waiting for a person", {
      ...PAUSE,
      pauseId: "p-2",
      waitsFor: "a person",
      in: root,
      from: 900,
    });
    expect(fold(...spans, own).runs).toMatchObject([
      { status: "started", waiting: { since: trace.at(900), for: "a person" } },
    ]);
  });

  test("of a chain around agents that name no run ends when the chain fails, and not before", () => {
    const trace = createFoldTrace();
    const chain = trace.chain("graph", { to: 500 });
    const agent = trace.agent("clerk", { in: chain, to: 400 });
    const wait = trace.infra("waiting", { ...PAUSE, runId: undefined, in: agent, from: 400 });
    expect(fold(chain, agent, wait).runs).toMatchObject([{ status: "started", waiting: { since: trace.at(400) } }]);
    const [run] = fold({ ...chain, ...failed("boom") }, agent, wait).runs;
    expect(run).toMatchObject({ status: "error", error: "boom" });
    expect(run).not.toHaveProperty("waiting");
  });
});

test.each(["error", "timeout", "completed"] as const)(
  "what a part says of its end counts for more than its pause: %s",
  (runStatus) => {
    const { before, at } = createPausedRun();
    const [first, ...rest] = before;
    if (first === undefined) throw new Error("The run has no first span.");
    const [run] = fold({ ...first, runStatus, ...(runStatus === "error" && failed("ledger refused")) }, ...rest).runs;
    expect(run).toMatchObject({ status: runStatus, endedAt: at(100) });
    expect(run).not.toHaveProperty("waiting");
  },
);

test("a run waits in its last part, though the one before ended its span with the error that it paused by", () => {
  const { before, second, at } = createPausedRun();
  const [first, ...rest] = before;
  if (first === undefined) throw new Error("The run has no first span.");
  const { traceId } = second;
  const again = createFoldTrace().infra("waiting", {
    ...PAUSE,
    traceId,
    spanId: "00000000000000bb",
    in: second,
    from: 1300,
  });
  const [run] = fold({ ...first, ...failed("interrupted") }, ...rest, { ...second, runStatus: undefined }, again).runs;
  expect(run).toMatchObject({ status: "started", waiting: { since: at(1300) } });
});

test("a part that ends later beside the one that paused ends the run", () => {
  const { first, wait, at } = createPausedRun();
  const beside = createFoldTrace().agent("clerk", { ...OURS, from: 50, to: 300, runStatus: "completed" });
  const [run] = fold(first, wait, beside).runs;
  expect(run).toMatchObject({ status: "completed", endedAt: at(300) });
  expect(run).not.toHaveProperty("waiting");
});

describe("a run that names no id, and goes on below the span that paused", () => {
  const createResumedRun = () => {
    const trace = createFoldTrace();
    const first = trace.agent("clerk", { status: "ok" });
    const loop = trace.infra("loop", { in: first, to: 90 });
    const wait = trace.infra("waiting", { in: first, from: 100, endedAt: undefined, isWait: true, isPause: true });
    const second = trace.agent("clerk", { in: loop, from: 1100, to: 1300, resumedFrom: loop.spanId });
    const helper = trace.agent("writer", { in: second, from: 1110, to: 1200, resumedFrom: loop.spanId });
    return { at: trace.at, first, loop, wait, second, helper };
  };

  test("waits until then, and ends as what goes on ends", () => {
    const { at, first, loop, wait, second, helper } = createResumedRun();
    expect(fold(first, loop, wait).runs).toMatchObject([{ status: "started", waiting: { since: at(100) } }]);
    const { runs, marks } = fold(first, loop, wait, second, helper);
    expect(runs).toMatchObject([
      { status: "completed", startedAt: at(0), endedAt: at(1300), time: { idleMs: 300, waitMs: 1000 } },
    ]);
    expect(marks.map(({ isPart = false, isCaller = false }) => [isPart, isCaller])).toEqual([
      [false, false],
      [false, false],
      [false, false],
      [true, false],
      [false, false],
    ]);
  });

  test("failed when what goes on failed, and waits again when that paused", () => {
    const { at, first, loop, wait, second } = createResumedRun();
    expect(fold(first, loop, wait, { ...second, ...failed("no stock") }).runs).toMatchObject([
      { status: "error", error: "no stock", endedAt: at(1300) },
    ]);
    const again = { ...wait, spanId: "00000000000000aa", parentSpanId: second.spanId, startedAt: at(1300) };
    expect(fold(first, loop, wait, second, again).runs).toMatchObject([
      { status: "started", waiting: { since: at(1300) }, time: { waitMs: 1000 } },
    ]);
  });
});
