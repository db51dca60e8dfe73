import { formatContent } from "../content/format-content.ts";
import type { ModelPrice, PriceTable } from "../types.ts";

/** Most that a warning shows of what it found. */
const MAX_SHOWN_CHARS = 200;

/**
 * The entries of a price table that can be used. Every other is left out and told of: a wrong price is worse than none.
 *
 * @param warn told once for each entry that is left out, what was found and what was expected
 */
export function parsePriceTable(table: unknown, warn: (message: string) => void): PriceTable {
  if (table === undefined) return {};
  if (typeof table !== "object" || table === null) {
    warn(`the option prices is ${show(table)}; expected an object of prices by model. No cost is recorded.`);
    return {};
  }
  const usable: [string, ModelPrice][] = [];
  for (const [model, price] of Object.entries(table)) {
    if (isModelPrice(price)) usable.push([model, price]);
    else {
      warn(
        `the price of "${model}" is ${show(price)}; expected inputPerMillion, outputPerMillion and perhaps ` +
          "cachedInputPerMillion, US dollars of 0 or more per million tokens. Its calls have no cost.",
      );
    }
  }
  return Object.fromEntries(usable);
}

function isModelPrice(value: unknown): value is ModelPrice {
  if (typeof value !== "object" || value === null) return false;
  if (!("inputPerMillion" in value) || !("outputPerMillion" in value)) return false;
  const cached = "cachedInputPerMillion" in value ? value.cachedInputPerMillion : undefined;
  return isPrice(value.inputPerMillion) && isPrice(value.outputPerMillion) && (cached === undefined || isPrice(cached));
}

function isPrice(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function show(value: unknown): string {
  return formatContent(value, { maxChars: MAX_SHOWN_CHARS });
}
