import { formatCost } from "./format-cost.ts";
import { formatCount } from "./format-count.ts";

/** What a call says it used. */
interface Usage {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  cost?: number | undefined;
}

/**
 * What a model call used, as far as it says. Empty when it says nothing.
 *
 * @example formatUsage({ inputTokens: 812, outputTokens: 96, cost: 0.00185 }) // "908 tokens · $0.0019"
 */
export function formatUsage({ inputTokens, outputTokens, cost }: Usage): string {
  const isCounted = inputTokens !== undefined || outputTokens !== undefined;
  const words = [
    isCounted && `${formatCount((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`,
    cost !== undefined && formatCost(cost),
  ];
  return words.filter(Boolean).join(" · ");
}
