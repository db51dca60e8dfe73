import { expect, it } from "vitest";
import { parsePriceTable, toCost } from "./cost.ts";

const PRICE = { inputPerMillion: 1, outputPerMillion: 2 };

function parse(table: unknown): { prices: object; warnings: string[] } {
  const warnings: string[] = [];
  return { prices: parsePriceTable(table, (message) => void warnings.push(message)), warnings };
}

it("keeps good prices without a word", () => {
  const table = { a: PRICE, b: { ...PRICE, cachedInputPerMillion: 0.5 } };
  expect(parse(table)).toEqual({ prices: table, warnings: [] });
  expect(parse(undefined)).toEqual({ prices: {}, warnings: [] });
});

it("leaves out each wrong price, and says which and why", () => {
  const wrong: Record<string, unknown> = {
    negative: { ...PRICE, inputPerMillion: -1 },
    text: { ...PRICE, outputPerMillion: "2" },
    infinite: { ...PRICE, inputPerMillion: Infinity },
    cached: { ...PRICE, cachedInputPerMillion: Number.NaN },
    half: { inputPerMillion: 1 },
    nothing: null,
  };
  const { prices, warnings } = parse({ ...wrong, good: PRICE });
  expect(prices).toEqual({ good: PRICE });
  expect(warnings).toHaveLength(Object.keys(wrong).length);
  expect(warnings[4]).toContain(
    'the price of "half" is {"inputPerMillion":1}; expected inputPerMillion, outputPerMillion',
  );
});

it("says that a table is none", () => {
  expect(parse("cheap").warnings[0]).toContain('the option prices is "cheap"; expected an object of prices by model');
});

const prices = {
  "gpt-4o-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6, cachedInputPerMillion: 0.075 },
  "gpt-4o": { inputPerMillion: 2.5, outputPerMillion: 10 },
  TEXT_LARGE: { inputPerMillion: 5, outputPerMillion: 5 },
  local: { inputPerMillion: 0, outputPerMillion: 0 },
};
const tokens = { inputTokens: 1_000, outputTokens: 100 };

it("takes the price of the first name that has one", () => {
  expect(toCost(prices, ["gpt-4o-mini", "gpt-4o", "TEXT_LARGE"], tokens)).toBe(0.00021);
  expect(toCost(prices, ["gpt-4o-mini-2024-07-18", "gpt-4o", "TEXT_LARGE"], tokens)).toBe(0.0035);
  expect(toCost(prices, [undefined, undefined, "TEXT_LARGE"], tokens)).toBe(0.0055);
});

it("charges cached tokens by their own price, or as any other", () => {
  const cached = { ...tokens, cachedInputTokens: 800 };
  expect(toCost(prices, ["gpt-4o-mini"], cached)).toBe(0.00015);
  expect(toCost(prices, ["gpt-4o"], cached)).toBe(0.0035);
  expect(toCost(prices, ["gpt-4o-mini"], { ...tokens, cachedInputTokens: 1_000 })).toBe(0.000135);
});

it("knows no cost without a price, without tokens, or when the tokens contradict each other", () => {
  expect(toCost(prices, ["unheard-of"], tokens)).toBeUndefined();
  expect(toCost(prices, ["constructor"], tokens)).toBeUndefined();
  expect(toCost(prices, ["gpt-4o"], { outputTokens: 100 })).toBeUndefined();
  expect(toCost(prices, ["gpt-4o"], { inputTokens: 1_000 })).toBeUndefined();
  expect(toCost(prices, ["gpt-4o"], { ...tokens, cachedInputTokens: 1_001 })).toBeUndefined();
});

it("says 0 of a model that is known to be free", () => {
  expect(toCost(prices, ["local"], tokens)).toBe(0);
});
