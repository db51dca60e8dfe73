import { formatCost } from "./format-cost.ts";
import { formatCount } from "./format-count.ts";
import { formatTokenSum } from "./format-token-sum.ts";

/** What a call says it used. */
interface Usage {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  unsplitTokens?: number | undefined;
  cost?: number | undefined;
  costIsEstimated?: boolean | undefined;
}

/**
 * What a model call used, as far as it says. Empty when it says nothing.
 *
 * @example formatUsage({ inputTokens: 812, outputTokens: 96, cost: 0.00185 }) // "908 tokens · $0.0019"
 */
export function formatUsage({ inputTokens, outputTokens, unsplitTokens, cost, costIsEstimated }: Usage): string {
  const counts = { input: inputTokens, output: outputTokens, unsplit: unsplitTokens };
  const isCounted = Object.values(counts).some((count) => count !== undefined);
  const words = [
    isCounted && `${formatTokenSum(counts)} tokens`,
    cost !== undefined && formatCost(cost, costIsEstimated),
  ];
  return words.filter(Boolean).join(" · ");
}

/** Tokens of a call, or of all calls of a run, by kind. */
interface TokenCounts {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  cachedInputTokens?: number | undefined;
  cacheWriteInputTokens?: number | undefined;
  reasoningTokens?: number | undefined;
  audioInputTokens?: number | undefined;
  audioOutputTokens?: number | undefined;
  unsplitTokens?: number | undefined;
}

/**
 * Tokens in and out, and what they were, as far as that is known. Empty when nothing is.
 *
 * @example formatTokens({ inputTokens: 812, outputTokens: 96, cachedInputTokens: 640 }) // "812 in (640 cached) · 96 out"
 */
export function formatTokens(tokens: TokenCounts): string {
  const { inputTokens, outputTokens, unsplitTokens } = tokens;
  const input = formatParts(
    [tokens.cachedInputTokens, "cached"],
    [tokens.cacheWriteInputTokens, "written to the cache"],
    [tokens.audioInputTokens, "audio"],
  );
  const output = formatParts([tokens.reasoningTokens, "reasoning"], [tokens.audioOutputTokens, "audio"]);
  const words = [
    inputTokens !== undefined && `${formatCount(inputTokens)} in${input}`,
    outputTokens !== undefined && `${formatCount(outputTokens)} out${output}`,
    unsplitTokens !== undefined && `${formatCount(unsplitTokens)} in and out`,
  ];
  return words.filter(Boolean).join(" · ");
}

function formatParts(...parts: [number | undefined, string][]): string {
  const words = parts.flatMap(([count, word]) => (count === undefined ? [] : `${formatCount(count)} ${word}`));
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}
