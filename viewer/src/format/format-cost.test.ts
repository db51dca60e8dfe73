import { expect, it } from "vitest";
import { formatCost, formatRunCost } from "./format-cost.ts";

it.each([
  [0, "$0"],
  [0.000_000_4, "<$0.000001"],
  [0.000_018_75, "$0.000019"],
  [0.00185, "$0.0019"],
  [0.031, "$0.031"],
  [0.0999, "$0.10"],
  [0.5, "$0.50"],
  [1_234.5, "$1,234.50"],
])("writes %d dollars as %s", (cost, text) => {
  expect(formatCost(cost)).toBe(text);
});

it("marks what is estimated, and what is a least", () => {
  expect(formatCost(0.5, true)).toBe("≈ $0.50");
  expect(formatRunCost({ usd: 0.5, atLeast: false })).toBe("$0.50");
  expect(formatRunCost({ usd: 0.5, atLeast: true, estimated: true })).toBe("≥ ≈ $0.50");
});
