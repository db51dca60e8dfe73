import { expect, it } from "vitest";
import { formatObservation } from "./format-observation.ts";

const STEP = { label: "step", spanId: "s" };

it.each([
  [{ kind: "interrupted_step" }, "asked somebody, whose answer begins another run"],
  [{ kind: "repeated_action", times: 4 }, "called 4 times with the same arguments"],
  [{ kind: "retried_step", times: 3, durationMs: 2_940 }, "tried 3 times in 2.94 s"],
  [{ kind: "outside_call", durationMs: 3_380 }, "kept the run waiting for 3.38 s"],
  [{ kind: "growing_prompt", times: 5, tokens: { first: 184, last: 1_038 } }, "asked 5 times, 184 to 1,038 tokens in"],
  [{ kind: "slow_provider", durationMs: 1_400 }, "provided context for 1.40 s"],
] as const)("tells %o in words", (observation, words) => {
  expect(formatObservation({ ...STEP, ...observation })).toBe(words);
});
