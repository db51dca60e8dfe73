import { expect, test } from "vitest";
import { toDueTime, type FoldTimes } from "./due-time.ts";

/** A fold that was marked after 10 s, is read, and takes 100 ms. */
const FOLD: FoldTimes = {
  since: 10_000,
  lastAt: 10_000,
  gapMs: 20,
  threadMs: 100,
  settledAt: 5_000,
  notBefore: 0,
  isWanted: true,
  isHurried: false,
};

const toDelay = (changes: Partial<FoldTimes>) => toDueTime({ ...FOLD, ...changes }) - 10_000;

test("a fold that is read is settled when it rests: after longer than between its last spans", () => {
  expect(toDelay({})).toBe(100);
  expect(toDelay({ lastAt: 10_300 })).toBe(400);
  expect(toDelay({ gapMs: 200 })).toBe(300);
  expect(toDelay({ gapMs: 400 })).toBe(400);
  expect(toDelay({ gapMs: 401 })).toBe(100);
  expect(toDelay({ gapMs: 60_000 })).toBe(100);
});

test("a fold that is read and goes on growing is settled in time, unless it takes more than a quarter of the thread", () => {
  const growing = { lastAt: 10_900 };
  expect(toDelay(growing)).toBe(700);
  expect(toDelay({ ...growing, settledAt: 9_900 })).toBe(700);
  expect(toDelay({ ...growing, settledAt: 9_900, threadMs: 300 })).toBe(800);
});

test("a fold that rests is settled at once, but for a pause as long as it took", () => {
  expect(toDelay({ settledAt: 9_950, threadMs: 150 })).toBe(100);
  expect(toDelay({ settledAt: 9_950, threadMs: 900 })).toBe(850);
});

test("a fold that somebody waits for does not wait until it rests, but until it may be tried again", () => {
  expect(toDelay({ isHurried: true })).toBe(0);
  expect(toDelay({ isHurried: true, settledAt: 9_990 })).toBe(90);
  expect(toDelay({ isHurried: true, notBefore: 15_000 })).toBe(5_000);
});

test("a fold that nobody reads takes a twentieth of the thread", () => {
  expect(toDelay({ isWanted: false })).toBe(1_000);
  expect(toDelay({ isWanted: false, settledAt: 9_800 })).toBe(1_800);
});

test("a fold that is settled is not due", () => {
  expect(toDelay({ since: undefined })).toBe(Infinity);
});
