import { MAX_TIME_MS } from "@runline/contract";
import { describe, expect, it } from "vitest";
import { toChartLength, toChartRange } from "./chart-range.ts";

const NOW = 1_795_393_454_513;
const RUN = {
  runId: "r",
  agentId: "a",
  status: "completed",
  messageId: "m",
  roomId: "o",
  entityId: "e",
  counts: { actions: 0, modelCalls: 0, errors: 0, evaluators: 0 },
} as const;

describe("the range of the chart", () => {
  it("ends with the last time that the API takes", () => {
    const from = MAX_TIME_MS - 60;
    expect(toChartRange({ from, to: MAX_TIME_MS }, 60_000, NOW)).toEqual({ from, to: MAX_TIME_MS, buckets: 60 });
  });

  it("fits the runs at hand when there is no filter", () => {
    expect(toChartLength({}, [{ ...RUN, startedAt: NOW - 61_000 }], NOW)).toBe(300_000);
    expect(toChartLength({}, [{ ...RUN, startedAt: NOW - 5_000_000 }], NOW)).toBe(86_400_000);
    expect(toChartLength({ range: "1h" }, [{ ...RUN, startedAt: NOW - 61_000 }], NOW)).toBe(3_600_000);
  });

  it.each([1_000, 59_000, 60_000, 299_000, 899_000, 3_599_000, 86_399_000])(
    "has the runs at hand in it until it is chosen anew, when the oldest is %i ms old",
    (ageMs) => {
      const startedAt = NOW - ageMs;
      const lengthMs = toChartLength({}, [{ ...RUN, startedAt }], NOW);
      expect(toChartRange({}, lengthMs, NOW + 20_000).from).toBeLessThanOrEqual(startedAt);
    },
  );

  it("keeps its ends for the time of one bar and includes now", () => {
    const start = Math.floor(NOW / 15_000) * 15_000;
    const early = toChartRange({ range: "15m" }, 900_000, start);
    expect(toChartRange({ range: "15m" }, 900_000, start + 14_999)).toEqual(early);
    expect(early.to).toBeGreaterThan(start + 14_999);
  });

  it("takes a fixed range as it is, with its last millisecond", () => {
    expect(toChartRange({ from: 1_000, to: 61_000 }, 60_000, NOW)).toEqual({ from: 1_000, to: 61_001, buckets: 60 });
  });

  it("of the first moments of all asks for no time before them", () => {
    expect(toChartRange({ from: 1, to: 2 }, 60_000, NOW)).toEqual({ from: 0, to: 60, buckets: 60 });
  });

  it("stays a range when the ends are swapped", () => {
    const range = toChartRange({ from: 9_000, to: 1_000 }, 60_000, NOW);
    expect(range.from).toBeLessThan(range.to);
  });
});
