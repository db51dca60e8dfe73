import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";
import { createPriceList } from "./price-list.ts";
import { toTokenCost } from "./token-prices.ts";

const AT = Date.UTC(2026, 8, 1, 12);
const list = createPriceList();
const find = (model: string, provider: string | undefined, at: number) => list.find(model, provider, at);

describe("the price list", () => {
  test.each([
    ["openai", "gpt-4o-mini-2024-07-18"],
    ["openai", "gpt-4o-audio-preview"],
    ["anthropic", "claude-sonnet-4-20250514"],
    ["google", "gemini-2.5-pro"],
    ["google", "gemini-2.5-flash"],
    ["openai", "text-embedding-3-small"],
    ["deepseek", "deepseek-chat"],
    ["groq", "llama-3.3-70b-versatile"],
    ["perplexity", "sonar"],
    ["aws", "us.anthropic.claude-sonnet-4-20250514-v1:0"],
  ])("gives what its library computes: %s %s", (providerId, model) => {
    const prices = find(model, providerId, AT) ?? {};
    for (const input of [1_000, 300_000]) {
      const output = prices.output === undefined ? 0 : 120;
      const tokens = { input, output, cachedInput: 500, cacheWriteInput: 100 };
      const usage = { input_tokens: input, output_tokens: output, cache_read_tokens: 500, cache_write_tokens: 100 };
      const expected = calcPrice(usage, model, { providerId, timestamp: new Date(AT) })?.total_price;
      expect(toTokenCost(prices, tokens)).toBeCloseTo(expected ?? Number.NaN, 12);
    }
  });

  test.each([
    ["gpt-4o", undefined],
    ["gpt-4o", "openai.responses"],
    ["gpt-4o", "Langchain"],
    ["openai/gpt-4o", "litellm"],
    ["openai/gpt-4o", undefined],
  ])("finds a model by what frameworks call it: %s of %s", (model, provider) => {
    expect(find(model, provider, AT)).toEqual(find("gpt-4o", "openai", AT));
    expect(find(model, provider, AT)?.input).toBe(2.5);
  });

  test.each([
    ["grok-4", "x_ai"],
    ["llama-3.3-70b-versatile", "groq.chat"],
    ["claude-sonnet-4-20250514", "gcp.gen_ai"],
    ["models/gemini-2.5-flash", "gcp.gemini"],
  ])("finds %s of %s", (model, provider) => {
    expect(find(model, provider, AT)).toBeDefined();
  });

  test.each([
    ["gpt-4o", "ollama"],
    ["ollama/gpt-4o", undefined],
    ["gpt-4o", "vllm"],
    ["fake-model", "openai"],
    ["fake-model", undefined],
    ["", ""],
  ])("knows no price of %s of %s", (model, provider) => {
    expect(find(model, provider, AT)).toBeUndefined();
  });

  test("knows since when a price holds", () => {
    const before = find("o3", "openai", Date.UTC(2025, 4, 1));
    const after = find("o3", "openai", Date.UTC(2025, 7, 1));
    expect([before?.input, after?.input]).toEqual([10, 2]);
  });
});
