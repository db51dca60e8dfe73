import type { ReadFacts, SpanTokens } from "./span-facts.ts";

/**
 * The tokens of a call by what they mean, whichever way its family counts: some have cached tokens and reasoning in the sums, some
 * beside them. `undefined` when the span says nothing.
 *
 * @example toSpanTokens({ inputTokens: 5, cachedInputTokens: 128_955 }) // { input: 128_960, cachedInput: 128_955 }
 */
export function toSpanTokens(read: ReadFacts): SpanTokens | undefined {
  const { cachedInputTokens, cacheWriteInputTokens, reasoningTokens, totalTokens } = read;
  const cache = (cachedInputTokens ?? 0) + (cacheWriteInputTokens ?? 0);
  const written = toSum(read.outputTokens, reasoningTokens ?? 0);
  const counted =
    read.uncachedInputTokens === undefined ? toSum(read.inputTokens, cache) : read.uncachedInputTokens + cache;
  const input = counted ?? toRest(totalTokens, written);
  const output = written ?? toRest(totalTokens, counted);
  const tokens: SpanTokens = {
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(cachedInputTokens && { cachedInput: cachedInputTokens }),
    ...(cacheWriteInputTokens && { cacheWriteInput: cacheWriteInputTokens }),
    ...(reasoningTokens && { reasoning: reasoningTokens }),
  };
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}

/** A sum that is smaller than one of its parts does not have it in it. */
function toSum(sum: number | undefined, part: number): number | undefined {
  return sum !== undefined && sum < part ? sum + part : sum;
}

function toRest(total: number | undefined, other: number | undefined): number | undefined {
  return total === undefined || other === undefined || total < other ? undefined : total - other;
}
