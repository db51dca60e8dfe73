import { expect, it } from "vitest";
import type { ModelReport } from "./frame.ts";
import { noteUsage } from "./note-usage.ts";

function note(usage: unknown): ModelReport {
  const report: ModelReport = {};
  noteUsage(usage, report);
  return report;
}

it("reads the words of both AI SDKs and of MODEL_USED", () => {
  const usage = { inputTokens: 12, outputTokens: 3 };
  expect(note({ inputTokens: 12, outputTokens: 3, totalTokens: 15 })).toEqual(usage);
  expect(note({ promptTokens: 12, completionTokens: 3 })).toEqual(usage);
  expect(note({ prompt: 12, completion: 3, total: 15 })).toEqual(usage);
  expect(note({ ...usage, cachedInputTokens: 8 })).toEqual({ ...usage, cachedInputTokens: 8 });
});

it("takes what a provider has not been told for unknown, not for 0", () => {
  expect(note({ promptTokens: 0, completionTokens: 0 })).toEqual({});
  expect(note({ inputTokens: undefined, outputTokens: Number.NaN })).toEqual({});
  expect(note(undefined)).toEqual({});
});
