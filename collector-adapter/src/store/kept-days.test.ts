import { describe, expect, test } from "vitest";
import { createKeptDays } from "./kept-days.ts";

const TODAY = 20_000;
const now = () => (TODAY + 0.5) * 86_400_000;
const days = [TODAY - 3, TODAY - 2, TODAY - 1, TODAY, TODAY + 1].map((day) => ({ day, bytes: 100 }));

describe("createKeptDays", () => {
  test("keeps all days without a limit", () => {
    const kept = createKeptDays({}, now);
    expect(kept.first()).toBeUndefined();
    expect(kept.takeNext(days, 1_000_000)).toBeUndefined();
  });

  test("keeps so many days before today", () => {
    const kept = createKeptDays({ keepDays: 2 }, now);
    expect(kept.first()).toBe(TODAY - 2);
    expect(kept.takeNext(days, 0)).toBe(TODAY - 3);
    expect(kept.takeNext(days.slice(1), 0)).toBeUndefined();
  });

  test("drops the oldest while the tables take more than they may, and takes nothing of those days any more", () => {
    const kept = createKeptDays({ keepBytes: 350 }, now);
    expect(kept.takeNext(days, 0)).toBe(TODAY - 3);
    expect(kept.first()).toBe(TODAY - 2);
    expect(kept.takeNext(days.slice(1), 0)).toBe(TODAY - 2);
    expect(kept.takeNext(days.slice(2), 0)).toBeUndefined();
    expect(kept.first()).toBe(TODAY - 1);
  });

  test("never drops today, whatever it takes", () => {
    const kept = createKeptDays({ keepBytes: 1 }, now);
    expect(kept.takeNext(days.slice(3), 500)).toBeUndefined();
    expect(kept.first()).toBeUndefined();
  });
});
