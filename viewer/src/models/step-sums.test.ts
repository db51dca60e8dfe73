import type { StepSums } from "@runline/contract";
import { expect, it } from "vitest";
import { sortStepSums, toStepTotals } from "./step-sums.ts";

const CALLS: StepSums = { kind: "model_call", name: "gpt-4o", steps: 5, errors: 1, cost: { usd: 2, atLeast: false } };
const LOCAL: StepSums = { kind: "model_call", name: "llama", steps: 2, errors: 0 };
const ACTIONS: StepSums = { kind: "action", name: "REPLY", steps: 9, errors: 0, cost: { usd: 3, atLeast: false } };

it("sorts by any sum, and has what is not known last whichever way", () => {
  const names = (isAscending: boolean) =>
    sortStepSums([LOCAL, CALLS, ACTIONS], "cost", isAscending).map(({ name }) => name);
  expect(names(false)).toEqual(["REPLY", "gpt-4o", "llama"]);
  expect(names(true)).toEqual(["gpt-4o", "REPLY", "llama"]);
});

it("keeps equal sums in the order of their names, whichever order they came in", () => {
  const names = (...all: StepSums[]) => sortStepSums(all, "errors", false).map(({ name }) => name);
  expect(names(LOCAL, CALLS, ACTIONS)).toEqual(["gpt-4o", "REPLY", "llama"]);
  expect(names(ACTIONS, LOCAL, CALLS)).toEqual(["gpt-4o", "REPLY", "llama"]);
});

it("adds up steps and prices, and calls a price a least where a call of a model has none", () => {
  expect(toStepTotals([CALLS, ACTIONS])).toEqual({ steps: 14, cost: { usd: 5, atLeast: false } });
  expect(toStepTotals([CALLS, LOCAL])).toEqual({ steps: 7, cost: { usd: 2, atLeast: true } });
  expect(toStepTotals([{ ...CALLS, cost: { usd: 2, atLeast: true } }]).cost?.atLeast).toBe(true);
  expect(toStepTotals([LOCAL])).toEqual({ steps: 2 });
});

it("calls a sum an estimate where some price of it is", () => {
  const estimated: StepSums = { ...CALLS, cost: { usd: 1, atLeast: false, estimated: true } };
  expect(toStepTotals([CALLS, estimated]).cost).toEqual({ usd: 3, atLeast: false, estimated: true });
});

it("takes an action without a price for one that costs nothing by itself", () => {
  const { cost: _, ...free } = ACTIONS;
  expect(toStepTotals([CALLS, free]).cost?.atLeast).toBe(false);
});
