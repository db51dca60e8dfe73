import { expect, it } from "vitest";
import { toLogScale } from "./log-scale.ts";

it("goes from the power of ten below the shortest to that above the longest, in equal parts", () => {
  const { place, ticks } = toLogScale([420, 6_000]);
  expect(ticks).toEqual([100, 1_000, 10_000]);
  expect([100, 1_000, 10_000].map(place)).toEqual([0, 50, 100]);
});

it("has two ends also for one duration, for none, and for one of no time", () => {
  expect(toLogScale([1_000]).ticks).toEqual([1_000, 10_000]);
  expect(toLogScale([]).ticks).toEqual([1, 10]);
  expect(toLogScale([0, 0.2]).place(0)).toBe(0);
});

it("writes no more at the axis than there is room for", () => {
  expect(toLogScale([1, 3_600_000]).ticks).toEqual([1, 100, 10_000, 1_000_000]);
});
