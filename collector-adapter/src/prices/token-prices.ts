import type { FoldTokens } from "../fold/fold-span.ts";

/** US dollars for a million tokens; with tiers, all tokens of a call have the price of the highest one that its input exceeds. */
type TokenPrice = number | { readonly base: number; readonly tiers: readonly { start: number; price: number }[] };

/** Kinds of tokens that may have a price of their own. */
const PRICED_KINDS = [
  "input",
  "output",
  "cachedInput",
  "cacheWriteInput",
  "audioInput",
  "audioOutput",
] as const satisfies (keyof FoldTokens)[];

type PricedKind = (typeof PRICED_KINDS)[number];

/** Prices of one model; a part of the tokens that has none costs as much as the others. */
export type TokenPrices = { readonly [kind in PricedKind]?: TokenPrice | undefined } & {
  /** US dollars for a thousand calls, beside their tokens. */
  readonly thousandCalls?: TokenPrice | undefined;
};

const MILLION = 1_000_000;

/**
 * What a call costs, in US dollars: its tokens, and itself where calls have a price of their own.
 *
 * @returns `undefined` where the prices do not suffice, or the tokens contradict each other: an unknown cost is not 0
 * @example toTokenCost({ input: 2.5, output: 10, cachedInput: 1.25 }, { input: 1000, cachedInput: 800, output: 100 }) // 0.0025
 */
export function toTokenCost(prices: TokenPrices, tokens: FoldTokens): number | undefined {
  const read = toCostOf("input", ["cachedInput", "cacheWriteInput", "audioInput"], prices, tokens);
  const written = toCostOf("output", ["audioOutput"], prices, tokens);
  if (read === undefined || written === undefined) return undefined;
  return (read + written) / MILLION + toPriceAt(prices.thousandCalls ?? 0, tokens) / 1_000;
}

function toCostOf(
  whole: "input" | "output",
  parts: readonly PricedKind[],
  prices: TokenPrices,
  tokens: FoldTokens,
): number | undefined {
  let rest = tokens[whole] ?? 0;
  let cost = 0;
  for (const part of parts) {
    const price = prices[part];
    if (price === undefined) continue;
    const count = tokens[part] ?? 0;
    rest -= count;
    cost += count * toPriceAt(price, tokens);
  }
  const price = prices[whole];
  if (rest < 0 || (rest > 0 && price === undefined)) return undefined;
  return cost + rest * (price === undefined ? 0 : toPriceAt(price, tokens));
}

function toPriceAt(price: TokenPrice, { input = 0 }: FoldTokens): number {
  if (typeof price === "number") return price;
  return price.tiers.findLast(({ start }) => input > start)?.price ?? price.base;
}
