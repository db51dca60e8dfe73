import { expect, it } from "vitest";
import { formatUsage } from "./format-usage.ts";

it.each([
  [{ inputTokens: 812, outputTokens: 96, cost: 0.00185 }, "908 tokens · $0.0019"],
  [{ inputTokens: 812 }, "812 tokens"],
  [{ cost: 0.5 }, "$0.50"],
  [{}, ""],
])("writes %j as %s", (usage, text) => {
  expect(formatUsage(usage)).toBe(text);
});
