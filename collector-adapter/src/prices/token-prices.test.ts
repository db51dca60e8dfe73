import { expect, test } from "vitest";
import { toTokenCost } from "./token-prices.ts";

const PRICES = { input: 2, output: 10, cachedInput: 0.5, cacheWriteInput: 4, audioInput: 20, audioOutput: 40 };

test("each kind of tokens has its price, and what has none costs as much as the rest", () => {
  expect(toTokenCost(PRICES, { input: 1_000_000, output: 100_000 })).toBe(3);
  expect(toTokenCost(PRICES, { input: 1_000_000, output: 0, cachedInput: 400_000, cacheWriteInput: 100_000 })).toBe(
    1.6,
  );
  expect(toTokenCost(PRICES, { input: 100_000, output: 100_000, audioInput: 50_000, audioOutput: 100_000 })).toBe(5.1);
  expect(toTokenCost({ input: 2, output: 10 }, { input: 1_000_000, output: 0, cachedInput: 400_000 })).toBe(2);
  expect(toTokenCost(PRICES, { input: 0, output: 100_000, reasoning: 90_000 })).toBe(1);
});

test("a model that is free costs 0, one whose output has no price is not known", () => {
  expect(toTokenCost({ input: 0, output: 0 }, { input: 500, output: 100 })).toBe(0);
  expect(toTokenCost({ input: 0.02 }, { input: 1_000_000 })).toBe(0.02);
  expect(toTokenCost({ input: 0.02 }, { input: 1_000_000, output: 1 })).toBeUndefined();
});

test("a call may have a price beside its tokens", () => {
  expect(toTokenCost({ input: 1, output: 1, thousandCalls: 12 }, { input: 1_000, output: 100 })).toBeCloseTo(
    0.0131,
    12,
  );
});

test("tokens that contradict each other have no cost", () => {
  expect(toTokenCost(PRICES, { input: 10, output: 0, cachedInput: 50 })).toBeUndefined();
  expect(toTokenCost(PRICES, { input: 10, output: 1, audioOutput: 2 })).toBeUndefined();
});

test("beyond a tier all tokens of the call have its price", () => {
  const tiered = {
    input: { base: 1, tiers: [{ start: 200_000, price: 2 }] },
    output: { base: 10, tiers: [{ start: 200_000, price: 15 }] },
  };
  expect(toTokenCost(tiered, { input: 200_000, output: 100_000 })).toBe(1.2);
  expect(toTokenCost(tiered, { input: 200_001, output: 100_000 })).toBeCloseTo(1.900_002, 9);
});
