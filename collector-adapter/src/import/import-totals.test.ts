import { describe, expect, test } from "vitest";
import { createTotals, formatTotals } from "./import-totals.ts";

describe("what an import says that it has done", () => {
  test("is what is new", () => {
    const totals = { ...createTotals(), rows: 1_234, runs: 22, steps: 192, doubtful: 14 };
    expect(formatTotals(totals)).toBe(
      "22 new runs with 192 steps, from 1,234 rows\n" +
        "14 steps may belong to another run that went on at the same time (marked)\n",
    );
  });

  test("tells it apart from what was there already", () => {
    expect(formatTotals({ ...createTotals(), rows: 300, runs: 1, steps: 9, runsAgain: 21 })).toBe(
      "1 new run with 9 steps, from 300 rows\n21 runs from an earlier import, sent again in case they have gone on\n",
    );
  });

  test("is nothing new when nothing is", () => {
    expect(formatTotals({ ...createTotals(), rows: 272, runsAgain: 22, outside: 1 })).toBe(
      "No new runs, from 272 rows\n" +
        "22 runs from an earlier import, sent again in case they have gone on\n" +
        "1 call outside of any run\n",
    );
  });
});
