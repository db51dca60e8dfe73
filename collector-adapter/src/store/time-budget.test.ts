import { expect, test } from "vitest";
import { createTimeBudget } from "./time-budget.ts";

/** A budget with a clock that is set by hand. */
function createBudget() {
  let ms = 0;
  return { ...createTimeBudget(() => ms), pass: (by: number) => void (ms += by) };
}

test("gives a twentieth of the time, and what was saved of the last minute", () => {
  const budget = createBudget();
  expect([budget.msUntilAny(), budget.msUntilFull()]).toEqual([0, 0]);
  budget.spend(100);
  expect([budget.msUntilAny(), budget.msUntilFull()]).toEqual([0, 2_000]);
  budget.pass(2_000);
  expect(budget.msUntilFull()).toBe(0);

  budget.pass(3_600_000);
  budget.spend(3_000);
  expect(budget.msUntilAny()).toBe(0);
  budget.spend(50);
  expect(budget.msUntilAny()).toBe(1_000);
  budget.pass(400);
  expect(budget.msUntilAny()).toBe(600);
});
