import { expect, it } from "vitest";
import { toCost } from "./to-cost.ts";

const prices = {
  "gpt-4o-mini": { inputPerMillion: 0.15, outputPerMillion: 0.6, cachedInputPerMillion: 0.075 },
  "gpt-4o": { inputPerMillion: 2.5, outputPerMillion: 10 },
  TEXT_LARGE: { inputPerMillion: 5, outputPerMillion: 5 },
  local: { inputPerMillion: 0, outputPerMillion: 0 },
};
const call = {
  responseModel: undefined,
  model: undefined,
  modelType: undefined,
  inputTokens: 1_000,
  cachedInputTokens: undefined,
  outputTokens: 100,
};

it("takes the price of the model that answered, else of the one asked for, else of the slot", () => {
  const all = { ...call, responseModel: "gpt-4o-mini", model: "gpt-4o", modelType: "TEXT_LARGE" };
  expect(toCost(prices, all)).toBe(0.00021);
  expect(toCost(prices, { ...all, responseModel: "gpt-4o-mini-2024-07-18" })).toBe(0.0035);
  expect(toCost(prices, { ...all, responseModel: undefined, model: undefined })).toBe(0.0055);
});

it("charges cached tokens by their own price, or as any other", () => {
  const cached = { ...call, cachedInputTokens: 800 };
  expect(toCost(prices, { ...cached, model: "gpt-4o-mini" })).toBe(0.00015);
  expect(toCost(prices, { ...cached, model: "gpt-4o" })).toBe(0.0035);
  expect(toCost(prices, { ...cached, model: "gpt-4o-mini", cachedInputTokens: 1_000 })).toBe(0.000135);
});

it("knows no cost without a price, without tokens, or when the tokens contradict each other", () => {
  expect(toCost(prices, { ...call, model: "unheard-of" })).toBeUndefined();
  expect(toCost(prices, { ...call, model: "constructor" })).toBeUndefined();
  expect(toCost(prices, { ...call, model: "gpt-4o", inputTokens: undefined })).toBeUndefined();
  expect(toCost(prices, { ...call, model: "gpt-4o", outputTokens: undefined })).toBeUndefined();
  expect(toCost(prices, { ...call, model: "gpt-4o", cachedInputTokens: 1_001 })).toBeUndefined();
});

it("says 0 of a model that is known to be free", () => {
  expect(toCost(prices, { ...call, model: "local" })).toBe(0);
});
