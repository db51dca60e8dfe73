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
