import { expect, it } from "vitest";
import { createTimeScale } from "./create-time-scale.ts";

it("is even where nothing is compressed, and goes on so outside of the window", () => {
  const scale = createTimeScale({ from: 1_000, to: 2_000 });
  expect([500, 1_000, 1_250, 2_000, 3_000].map(scale.toPart)).toEqual([-0.5, 0, 0.25, 1, 2]);
  expect([-0.5, 0, 0.25, 1, 2].map(scale.toTime)).toEqual([500, 1_000, 1_250, 2_000, 3_000]);
});

it("gives a gap little room, and its room to the rest", () => {
  const scale = createTimeScale({ from: 0, to: 36_000 }, [{ from: 500, to: 35_500 }]);
  expect([0, 500, 35_500, 36_000].map(scale.toPart)).toEqual([0, 0.48, 0.52, 1]);
  expect([0, 0.24, 0.5, 1].map(scale.toTime)).toEqual([0, 250, 18_000, 36_000]);
});

it("cuts gaps at the window, and leaves those as they are that take little room anyway", () => {
  const gaps = [
    { from: 0, to: 150 },
    { from: 160, to: 162 },
    { from: 180, to: 900 },
  ];
  const scale = createTimeScale({ from: 100, to: 200 }, gaps);
  expect(scale.compressed).toEqual([
    { from: 100, to: 150 },
    { from: 180, to: 200 },
  ]);
  expect(scale.toPart(150)).toBeCloseTo(0.04);
  expect(scale.toPart(180)).toBeCloseTo(0.96);
});

it("leaves room for the rest however many gaps there are, and has places for a window that is one gap", () => {
  const gaps = Array.from({ length: 18 }, (_, index) => ({ from: index * 50, to: index * 50 + 49 }));
  const scale = createTimeScale({ from: 0, to: 900 }, gaps);
  expect(scale.toPart(50) - scale.toPart(49)).toBeCloseTo(0.5 / 18);
  const whole = createTimeScale({ from: 0, to: 100 }, [{ from: 0, to: 100 }]);
  expect([0, 100].map(whole.toPart)).toEqual([0, 1]);
});
