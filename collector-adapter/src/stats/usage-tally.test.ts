import { expect, test } from "vitest";
import type { UsageSums } from "../sql/sum-columns.ts";
import { createUsageTally } from "./usage-tally.ts";

const NOTHING: UsageSums = {
  durations: null,
  shortest: null,
  longest: null,
  tokens: { input: null, output: null, cachedInput: null, cacheWriteInput: null, reasoning: null },
  usd: 0,
  unpriced: false,
};

function tally(...sums: Partial<UsageSums>[]) {
  const created = createUsageTally();
  for (const each of sums) created.add({ ...NOTHING, ...each });
  return created.toUsage();
}

test("what nothing tells of is absent", () => {
  expect(tally(NOTHING)).toEqual({});
  expect(tally({ unpriced: true })).toEqual({});
});

test("tokens and prices add up, and a price is a least one when some call tells none", () => {
  const tokens = { ...NOTHING.tokens, input: 5 };
  expect(tally({ tokens, usd: 0.5 }, { tokens: { ...tokens, reasoning: 2 }, usd: 0.25, unpriced: true })).toEqual({
    tokens: { input: 10, reasoning: 2 },
    cost: { usd: 0.75, atLeast: true },
  });
});

test("a price is an estimate when some of it is", () => {
  expect(tally({ usd: 0.5, estimated: true }, { usd: 0.25, estimated: false }).cost).toEqual({
    usd: 0.75,
    atLeast: false,
    estimated: true,
  });
});

test("a percentile is the middle of its bin, and no longer or shorter than anything was", () => {
  // 1.04 ** 100 = 50.5, 1.04 ** 120 = 110.7
  const usage = tally(
    { durations: { 100: 98 }, shortest: 51.2, longest: 52 },
    { durations: { 120: 2 }, shortest: 111, longest: 111.5 },
  );
  expect(usage.durationMs).toEqual({ p50: 51.505, p95: 51.505, p99: 111.5, max: 111.5 });
  expect(tally({ durations: { 100: 1 }, shortest: 52.4, longest: 52.4 }).durationMs?.p50).toBe(52.4);
});
