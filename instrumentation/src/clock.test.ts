import { expect, test, vi } from "vitest";
import { now } from "./clock.ts";

test("goes on within a millisecond, and is in that of the system's clock", () => {
  const times = Array.from({ length: 5_000 }, () => {
    const before = Date.now();
    const time = now();
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThan(Date.now() + 1);
    return time;
  });
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(times.some((time) => !Number.isInteger(time))).toBe(true);
  expect(new Set(times).size).toBeGreaterThan(1_000);
});

test("follows a system's clock that is set forward and back", () => {
  const real = Date.now();
  const clock = vi.spyOn(Date, "now");
  for (const other of [real + 3_600_000, real - 3_600_000, real]) {
    clock.mockReturnValue(other);
    expect(Math.floor(now())).toBe(other);
  }
  clock.mockRestore();
});
