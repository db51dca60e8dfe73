import { formatContent } from "./content/format-content.ts";

/** Price of a model in US dollars per million tokens. */
export interface ModelPrice {
  inputPerMillion: number;
  /** 0 for a model that writes none, such as one for embeddings. */
  outputPerMillion: number;
  /** Default: as any other input. */
  cachedInputPerMillion?: number | undefined;
}

/**
 * Prices by the name of the model that answers, of the model asked for, or of the slot, whichever is found first.
 *
 * @example { "gpt-4o-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6 }, TEXT_LARGE: { inputPerMillion: 3, outputPerMillion: 15 } }
 */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** The tokens of a call, as far as they are known. */
interface UsedTokens {
  /** Cached ones included. */
  inputTokens?: number | undefined;
  cachedInputTokens?: number | undefined;
  outputTokens?: number | undefined;
}

const MILLION = 1_000_000;

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

/**
 * What a call costs, in US dollars.
 *
 * @param names under which the price may stand, the first that has one counts
 * @returns `undefined` without a price or without tokens: an unknown cost is not 0
 */
export function toCost(
  prices: PriceTable,
  names: readonly (string | undefined)[],
  { inputTokens, outputTokens, cachedInputTokens = 0 }: UsedTokens,
): number | undefined {
  const name = names.find((candidate) => candidate !== undefined && Object.hasOwn(prices, candidate));
  const price = name === undefined ? undefined : prices[name];
  if (price === undefined || inputTokens === undefined || outputTokens === undefined) return undefined;
  const { inputPerMillion, outputPerMillion, cachedInputPerMillion = inputPerMillion } = price;
  const freshInputTokens = inputTokens - cachedInputTokens;
  // Some providers leave cached tokens out of the input: nobody can tell which of the two numbers is meant.
  if (freshInputTokens < 0) return undefined;
  const microdollars =
    freshInputTokens * inputPerMillion + cachedInputTokens * cachedInputPerMillion + outputTokens * outputPerMillion;
  // Without the last digits, which are noise of floating point.
  return Number((microdollars / MILLION).toPrecision(12));
}
