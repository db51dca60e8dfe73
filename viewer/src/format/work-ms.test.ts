import { expect, it } from "vitest";
import { toWorkMs } from "./work-ms.ts";

const toWork = (run: Partial<Parameters<typeof toWorkMs>[0]>) => toWorkMs({ startedAt: 1_000, ...run });

it("is the time of a run without what it waited", () => {
  const time = { modelMs: 0, toolMs: 0, idleMs: 0 };
  expect(toWork({ durationMs: 900 })).toBe(900);
  expect(toWork({ durationMs: 900, time: { ...time, waitMs: 600 } })).toBe(300);
  expect(toWork({ waiting: { since: 1_500, for: "approval" }, time: { ...time, waitMs: 200 } })).toBe(300);
  expect(toWork({ time })).toBeUndefined();
});
