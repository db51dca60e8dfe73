import type { PriceTable } from "../types.ts";

/** What a call says about its model and its tokens. */
interface PricedCall {
  responseModel: string | undefined;
  model: string | undefined;
  modelType: string | undefined;
  /** Cached ones included. */
  inputTokens: number | undefined;
  cachedInputTokens?: number | undefined;
  outputTokens: number | undefined;
}

const MILLION = 1_000_000;

/**
 * What a call costs, in US dollars, by the price of the model that answered, else of the model asked for, else of the slot.
 *
 * @returns `undefined` without a price or without tokens: an unknown cost is not 0
 */
export function toCost(prices: PriceTable, call: PricedCall): number | undefined {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = call;
  const name = [call.responseModel, call.model, call.modelType].find(
    (candidate) => candidate !== undefined && Object.hasOwn(prices, candidate),
  );
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
