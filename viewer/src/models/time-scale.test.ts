import type { RunSpan } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { createTimeScale } from "./create-time-scale.ts";
import { toAxisTicks, toBarLayout, toLastHeard, toPassedEnd, toTimeExtent } from "./time-scale.ts";

function span(startedAt: number, endedAt?: number, extra: Partial<RunSpan> = {}): RunSpan {
  return {
    spanId: `${startedAt}`,
    traceId: "t",
    runId: "r",
    kind: "action",
    name: "n",
    label: "l",
    state: endedAt === undefined ? "open" : "ok",
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt, durationMs: endedAt - startedAt }),
    ...extra,
  };
}

describe("toPassedEnd", () => {
  const run = (endedAt?: number) => span(0, endedAt, { kind: "run" });

  it("is the end of the run when work of it went on after that, ended or not", () => {
    expect(toPassedEnd([run(100), span(90, 120)])).toBe(100);
    expect(toPassedEnd([run(100), span(110)])).toBe(100);
  });

  it("is none while the run goes on, and where nothing came after it but its callers", () => {
    expect(toPassedEnd([run(), span(90, 120)])).toBeUndefined();
    expect(toPassedEnd([run(100), span(90, 100), span(0, 200, { caller: true })])).toBeUndefined();
    expect(toPassedEnd([span(90, 120)])).toBeUndefined();
  });

  it("is none where the run only paused", () => {
    expect(toPassedEnd([run(100), span(100, 900, { wait: true }), span(900, 950)])).toBeUndefined();
    expect(toPassedEnd([run(100), span(100, undefined, { wait: true })])).toBeUndefined();
  });
});

describe("toTimeExtent", () => {
  it("reaches from the first start to the last end and leaves callers out", () => {
    const spans = [span(1_000, 3_000), span(1_500, 4_200), span(0, 9_000, { caller: true })];
    expect(toTimeExtent(spans, 99_999)).toEqual({ from: 1_000, to: 4_200 });
  });

  it("stands still between its steps while a span is open, and always includes now", () => {
    const spans = [span(1_000)];
    const ends = Array.from({ length: 40 }, (_, index) => toTimeExtent(spans, 2_000 + index * 10).to);
    expect(new Set(ends).size).toBeLessThanOrEqual(3);
    expect(ends.every((end, index) => end >= 2_000 + index * 10)).toBe(true);
  });

  it("leaves room for the silence after a span that is lost", () => {
    const spans = [span(1_000, undefined, { state: "lost" }), span(1_100, 2_000)];
    expect(toTimeExtent(spans, 99_999)).toEqual({ from: 1_000, to: 2_160 });
    expect(toLastHeard(spans)).toBe(2_000);
    expect(toLastHeard([span(1_000, 2_000)])).toBeUndefined();
    // What sends heartbeats was at work until the last of them.
    expect(toTimeExtent(spans, 99_999, 11_000)).toEqual({ from: 1_000, to: 12_600 });
    expect(toLastHeard(spans, 11_000)).toBe(11_000);
    expect(toLastHeard(spans, 1_500)).toBe(2_000);
  });

  it("has a length even without spans or for one of no duration", () => {
    for (const spans of [[], [span(5, 5)]]) {
      const { from, to } = toTimeExtent(spans, 5);
      expect(to).toBeGreaterThan(from);
    }
  });
});

describe("toBarLayout", () => {
  const window = createTimeScale({ from: 1_000, to: 2_000 });

  it("places a bar as parts of the window and cuts it at its edges", () => {
    expect(toBarLayout(span(1_250, 1_500), window, 0)).toEqual({ left: 0.25, width: 0.25 });
    expect(toBarLayout(span(500, 9_000), window, 0)).toEqual({ left: 0, width: 1 });
  });

  it("leaves out what lies outside", () => {
    expect(toBarLayout(span(0, 900), window, 0)).toBeUndefined();
    expect(toBarLayout(span(2_100, 2_200), window, 0)).toBeUndefined();
  });

  it("draws an open bar to now and a lost one to the end", () => {
    expect(toBarLayout(span(1_000), window, 1_400)).toEqual({ left: 0, width: 0.4 });
    expect(toBarLayout(span(1_500, undefined, { state: "lost" }), window, 1_600)).toEqual({ left: 0.5, width: 0.5 });
  });

  it("never draws backwards when a child's clock is ahead", () => {
    expect(toBarLayout(span(1_800), window, 1_400)).toEqual({ left: 0.8, width: 0 });
  });
});

describe("toAxisTicks", () => {
  const labels = (lengthMs: number, maxTicks = 6) =>
    toAxisTicks(createTimeScale({ from: 0, to: lengthMs }), 0, maxTicks).map(({ label }) => label);

  it.each([
    [0.5, ["0", "100 µs", "200 µs", "300 µs", "400 µs", "500 µs"]],
    [900, ["0", "200 ms", "400 ms", "600 ms", "800 ms"]],
    [2_340, ["0", "0.5 s", "1.0 s", "1.5 s", "2.0 s"]],
    [12_000, ["0", "2 s", "4 s", "6 s", "8 s", "10 s", "12 s"]],
    [90_000, ["0", "15 s", "30 s", "45 s", "1:00", "1:15", "1:30"]],
    [5_400_000, ["0", "15:00", "30:00", "45:00", "1:00:00", "1:15:00", "1:30:00"]],
  ])("labels %d ms in round steps of one unit", (lengthMs, expected) => {
    expect(labels(lengthMs)).toEqual(expected);
  });

  it("counts from the beginning of the run, not of the window", () => {
    const ticks = toAxisTicks(createTimeScale({ from: 10_500, to: 12_500 }), 10_000, 4);
    expect(ticks).toEqual([
      { at: 0, label: "0.5 s" },
      { at: 0.25, label: "1.0 s" },
      { at: 0.5, label: "1.5 s" },
      { at: 0.75, label: "2.0 s" },
      { at: 1, label: "2.5 s" },
    ]);
  });

  it("counts back before the beginning of the run", () => {
    const ticks = toAxisTicks(createTimeScale({ from: -1_000, to: 1_000 }), 0, 4);
    expect(ticks.map(({ label }) => label)).toEqual(["−1.0 s", "−0.5 s", "0", "0.5 s", "1.0 s"]);
  });

  it("has no line in a compressed stretch, and as many in the rest as there is room for", () => {
    const scale = createTimeScale({ from: 0, to: 36_000 }, [{ from: 1_000, to: 35_000 }]);
    expect(toAxisTicks(scale, 0, 4).map(({ label }) => label)).toEqual([
      "0",
      "0.5 s",
      "1.0 s",
      "35.0 s",
      "35.5 s",
      "36.0 s",
    ]);
  });
});
