import { TIME_SHARE } from "./time-budget.ts";

/**
 * A fold rests when nothing has come for half as long again as between its last spans: its run has ended, or waits for something slow.
 * Not sooner than `MIN_REST_MS`, since one request follows the other, and not later than `MAX_REST_MS`; spans that come more seldom than
 * that are not waited for.
 */
const MIN_REST_MS = 100;
const MAX_REST_MS = 400;
const REST_GAPS = 1.5;
/** A fold that somebody reads and that goes on growing is settled this long after its mark, and takes a quarter of the thread at most. */
const READ_MS = 700;
const READ_SHARE = 4;
/** One that nobody reads is settled this long after its mark, and takes a twentieth of the thread as well. */
const UNREAD_MS = 1_000;
/** What is known of the times of a large fold, in ms of one clock. */
export interface FoldTimes {
  /** Since when it is marked; `undefined` when it is settled. */
  since: number | undefined;
  /** When spans last came, and how long after those before them. */
  lastAt: number;
  gapMs: number;
  /** What folding it took of the thread, and when that was done. */
  threadMs: number;
  settledAt: number;
  /** Until when it is left alone. */
  notBefore: number;
  /** Whether somebody has read since it was marked. */
  isWanted: boolean;
  /** Whether somebody who waits for it shall not wait until it rests. */
  isHurried: boolean;
}

/**
 * When a fold is to be settled: what rests and is read soon, so that the thread has at least as long a pause, and what grows as often as
 * its size allows.
 */
export function toDueTime({ since = Infinity, ...fold }: FoldTimes): number {
  const { lastAt, gapMs, threadMs, settledAt, notBefore } = fold;
  if (!fold.isWanted) return Math.max(notBefore, since + UNREAD_MS, settledAt + TIME_SHARE * threadMs);
  const gapsMs = Math.min(MAX_REST_MS, Math.max(MIN_REST_MS, REST_GAPS * gapMs));
  const restMs = gapMs > MAX_REST_MS ? MIN_REST_MS : gapsMs;
  const resting = Math.max(since, lastAt + restMs);
  const growing = Math.max(since + READ_MS, settledAt + (READ_SHARE - 1) * threadMs);
  const due = fold.isHurried ? since : Math.min(resting, growing);
  return Math.max(notBefore, due, settledAt + threadMs);
}
