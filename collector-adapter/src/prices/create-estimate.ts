import type { FoldSpan } from "../fold/fold-span.ts";
import { readOwnPrices } from "./own-prices.ts";
import type { PriceList } from "./price-list.ts";
import { toTokenCost, type TokenPrices } from "./token-prices.ts";

/** What a call says that a price depends on. */
export type PricedCall = Pick<FoldSpan, "kind" | "model" | "responseModel" | "provider" | "tokens" | "startedAt">;

/** What a call costs by its tokens, in US dollars; `undefined` where that is not known. */
export type EstimateCost = (call: PricedCall) => number | undefined;

/** Which prices are used for calls that do not tell their own. */
export interface PriceOptions {
  /** File with prices of one's own, which go before those of the list. */
  prices?: string | undefined;
  /** Whether the public list is used. @defaultValue true */
  estimatesPrices?: boolean | undefined;
}

/**
 * Makes the estimate of what calls cost: by the model that answered, else by the one that was asked for.
 *
 * @throws ConfigError for a file that cannot be used
 * @example (await createEstimate({}))({ kind: "model_call", model: "gpt-4o", tokens: { input: 1000, output: 100 }, … }) // 0.0035
 */
export async function createEstimate({ prices, estimatesPrices = true }: PriceOptions): Promise<EstimateCost> {
  const own = prices === undefined ? undefined : await readOwnPrices(prices);
  const list = estimatesPrices ? await openPriceList() : undefined;
  return ({ kind, model, responseModel, provider, tokens, startedAt }) => {
    if (tokens === undefined || !isWhole(kind, tokens)) return undefined;
    const models = [responseModel, model].filter((name) => name !== undefined);
    const found =
      findFirst(models, (name) => own?.get(name)) ?? findFirst(models, (name) => list?.find(name, provider, startedAt));
    return found && toTokenCost(found, tokens);
  };
}

/** The list is loaded where it is used: it takes 60 ms and 8 MB, which a command that estimates nothing does without. */
async function openPriceList(): Promise<PriceList> {
  const { createPriceList } = await import("./price-list.ts");
  return createPriceList();
}

/** Whether tokens are all that a call used: of one that broke off, or tells a total alone, a part is not known. */
function isWhole(kind: FoldSpan["kind"], { input, output }: NonNullable<FoldSpan["tokens"]>): boolean {
  return input !== undefined && (output !== undefined || kind === "embedding");
}

function findFirst(names: readonly string[], find: (name: string) => TokenPrices | undefined): TokenPrices | undefined {
  for (const name of names) {
    const found = find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
