import { expect, it } from "vitest";
import { formatTokens, formatUsage } from "./format-usage.ts";

it.each([
  [{ inputTokens: 812, outputTokens: 96, cost: 0.00185 }, "908 tokens · $0.0019"],
  [{ inputTokens: 812 }, "812 tokens"],
  [{ cost: 0.5 }, "$0.50"],
  [{}, ""],
])("writes %j as %s", (usage, text) => {
  expect(formatUsage(usage)).toBe(text);
});

it.each([
  [{ inputTokens: 812, outputTokens: 96 }, "812 in · 96 out"],
  [
    {
      inputTokens: 13_675,
      cachedInputTokens: 9216,
      cacheWriteInputTokens: 10,
      outputTokens: 400,
      reasoningTokens: 250,
    },
    "13,675 in (9,216 cached, 10 written to the cache) · 400 out (250 reasoning)",
  ],
  [{ inputTokens: 6 }, "6 in"],
  [{}, ""],
])("writes the tokens %j as %s", (tokens, text) => {
  expect(formatTokens(tokens)).toBe(text);
});
