import type { ReadFacts, SpanTokens } from "./span-facts.ts";

/**
 * The tokens of a call by what they mean, whichever way its family counts: some have cached tokens and reasoning in the sums, some
 * beside them. A total that stands alone stays one. `undefined` when the span says nothing.
 *
 * @example toSpanTokens({ inputTokens: 5, cachedInputTokens: 128_955 }) // { input: 128_960, cachedInput: 128_955 }
 */
export function toSpanTokens(read: ReadFacts): SpanTokens | undefined {
  const { cachedInputTokens, cacheWriteInputTokens, reasoningTokens, audioInputTokens, audioOutputTokens } = read;
  const { totalTokens } = read;
  const cache = (cachedInputTokens ?? 0) + (cacheWriteInputTokens ?? 0);
  const { counted, written } = toSums(read, cache, reasoningTokens ?? 0);
  const input = counted ?? toRest(totalTokens, written);
  const output = written ?? toRest(totalTokens, counted);
  const tokens: SpanTokens = {
    ...(input !== undefined && { input }),
    ...(output !== undefined && { output }),
    ...(cachedInputTokens && { cachedInput: cachedInputTokens }),
    ...(cacheWriteInputTokens && { cacheWriteInput: cacheWriteInputTokens }),
    ...(reasoningTokens && { reasoning: reasoningTokens }),
    ...(audioInputTokens && { audioInput: audioInputTokens }),
    ...(audioOutputTokens && { audioOutput: audioOutputTokens }),
    ...(input === undefined && output === undefined && totalTokens && { unsplit: totalTokens }),
  };
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}

interface Sums {
  counted: number | undefined;
  written: number | undefined;
}

/** The sums with their parts in them. A total that is right only with some parts added tells that those stand beside the sums. */
function toSums(
  { inputTokens, uncachedInputTokens, outputTokens, totalTokens }: ReadFacts,
  cache: number,
  reasoning: number,
): Sums {
  if (uncachedInputTokens !== undefined) {
    return { counted: uncachedInputTokens + cache, written: toSum(outputTokens, reasoning) };
  }
  for (const [read, thought] of [
    [0, 0],
    [0, reasoning],
    [cache, 0],
    [cache, reasoning],
  ] as const) {
    if (inputTokens === undefined || outputTokens === undefined) break;
    const sums = { counted: inputTokens + read, written: outputTokens + thought };
    if (sums.counted + sums.written === totalTokens) return sums;
  }
  return { counted: toSum(inputTokens, cache), written: toSum(outputTokens, reasoning) };
}

/** A sum that is smaller than one of its parts does not have it in it. */
function toSum(sum: number | undefined, part: number): number | undefined {
  return sum !== undefined && sum < part ? sum + part : sum;
}

function toRest(total: number | undefined, other: number | undefined): number | undefined {
  return total === undefined || other === undefined || total < other ? undefined : total - other;
}
