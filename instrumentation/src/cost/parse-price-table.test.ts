import { expect, it } from "vitest";
import { parsePriceTable } from "./parse-price-table.ts";

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
