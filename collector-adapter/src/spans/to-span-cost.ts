import type { ReadFacts } from "./span-facts.ts";

/** What all prices are in. */
const DOLLARS = "USD";

/**
 * What a call cost in US dollars: the sum that is told, or else that of its two halves. `undefined` when neither is known, or the price is
 * in another currency: nobody here knows how many dollars that is.
 *
 * @example toSpanCost({ inputCost: 0.2, outputCost: 0.05 }, "openinference") // 0.25
 */
export function toSpanCost({ cost, inputCost, outputCost, currency }: ReadFacts, convention: string) {
  if ((currency ?? DOLLARS) !== DOLLARS) return undefined;
  // Others write 0 for a model whose price they do not know; ours is the price of a model that is free.
  if (convention === "runline" || cost) return cost;
  return inputCost === undefined || outputCost === undefined ? undefined : inputCost + outputCost || undefined;
}
