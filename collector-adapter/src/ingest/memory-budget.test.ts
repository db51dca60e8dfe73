import { expect, test } from "vitest";
import { createMemoryBudget } from "./memory-budget.ts";

const MIB = 1024 * 1024;
const BUSY = expect.objectContaining({ code: "BUSY", message: expect.stringMatching(/^Requests in flight hold/) });

test("large requests leave room for small ones, and small ones use all of it", () => {
  const budget = createMemoryBudget();
  const large = Array.from({ length: 3 }, () => budget.reserve());
  for (const reservation of large) reservation.resize(64 * MIB);
  const fourth = budget.reserve();
  expect(() => fourth.resize(64 * MIB)).toThrow(BUSY);
  const small = Array.from({ length: 64 }, () => budget.reserve());
  for (const reservation of small) reservation.resize(MIB);
  expect(() => budget.reserve().resize(1)).toThrow(BUSY);
  small[0]?.release();
  expect(budget.reserve().resize(MIB)).toBeUndefined();
});

test("a refused reservation is as it was, and what is released counts no more", () => {
  const budget = createMemoryBudget();
  const [first, second] = [budget.reserve(), budget.reserve()];
  first.resize(150 * MIB);
  second.resize(60 * MIB);
  expect(() => second.resize(100 * MIB)).toThrow(BUSY);
  second.resize(10 * MIB);
  first.release();
  expect(second.resize(220 * MIB)).toBeUndefined();
});

test("one request alone may have more than all of it", () => {
  const reservation = createMemoryBudget().reserve();
  reservation.resize(64 * MIB);
  expect(reservation.resize(300 * MIB)).toBeUndefined();
});
