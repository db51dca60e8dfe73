import type { DirtyFold } from "../sql/list-fold-keys.ts";
import { toDueTime, type FoldTimes } from "./due-time.ts";
import { isLarge } from "./is-large.ts";
import { settleLargeFold, type LargeFoldTools } from "./settle-large-fold.ts";
import type { SettlerOptions } from "./settler-options.ts";
import type { TimeBudget } from "./time-budget.ts";

/** A fold that could not be settled is tried again after this; one of which nothing comes for so long is forgotten. */
const LEAVE_ALONE_MS = 10_000;

/** Settles large folds soon after their last spans came, and takes at most a twentieth of the time of the event loop for it. */
export interface LargeSettler {
  /** Tells of folds that are marked, whoever marked them. Small ones are nothing to it. */
  mark(folds: readonly DirtyFold[]): void;
  /** Tells of folds that somebody who reads has found marked. */
  want(folds: readonly DirtyFold[]): void;
  /** Settles folds that were told of, though they grow; resolves when all of them have been settled, or could not be. */
  hurry(foldKeys: readonly string[]): Promise<void>;
  /** Stops; resolves when nothing is written any more. */
  close(): Promise<void>;
}

/** A large fold that spans have come of. */
interface LargeFold extends FoldTimes {
  foldKey: string;
  version: number;
  /** Those who wait until it is settled, and those who wait for what is under way. */
  waiting: (() => void)[];
  underWay: (() => void)[] | undefined;
}

/** @param onGiven - hears that spans were given to other folds, which are marked now */
export function createLargeSettler(
  { logger, onCommit, ...tools }: SettlerOptions & LargeFoldTools,
  budget: TimeBudget,
  onGiven: () => void,
): LargeSettler {
  const known = new Map<string, LargeFold>();
  let isClosed = false;
  let wake = (): void => {};

  function mark(marked: DirtyFold, isWanted: boolean): void {
    const now = performance.now();
    const fold = known.get(marked.foldKey);
    if (fold === undefined) {
      if (isLarge(marked)) known.set(marked.foldKey, toLargeFold(marked, isWanted));
    } else {
      // Who reads may tell of an earlier version than who has just written.
      if (marked.version > fold.version) {
        Object.assign(fold, { version: marked.version, gapMs: now - fold.lastAt, lastAt: now });
      }
      const isNews = fold.since === undefined || (isWanted && !fold.isWanted);
      fold.since ??= now;
      fold.isWanted ||= isWanted;
      if (!isNews) return; // due as before, or later
    }
    wake();
  }

  /** The fold that can be settled first, and in how many ms. */
  function findFirst(): { fold: LargeFold; inMs: number } | undefined {
    const now = performance.now();
    const earnedIn = { read: budget.msUntilAny(), unread: budget.msUntilFull() };
    let first: { fold: LargeFold; inMs: number } | undefined;
    for (const fold of known.values()) {
      if (fold.since === undefined) continue;
      const inMs = Math.max(toDueTime(fold) - now, fold.isWanted ? earnedIn.read : earnedIn.unread);
      if (first === undefined || inMs < first.inMs) first = { fold, inMs };
    }
    return first;
  }

  function wait(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function work(): Promise<void> {
    for (;;) {
      if (isClosed) return;
      const first = findFirst();
      if (first === undefined || first.inMs > 0) await wait(first?.inMs);
      else await settle(first.fold);
    }
  }

  async function settle(fold: LargeFold): Promise<void> {
    const { foldKey, isWanted } = fold;
    // Spans that come from now on mark it anew.
    Object.assign(fold, { since: undefined, isWanted: false, isHurried: false, underWay: fold.waiting, waiting: [] });
    try {
      const { result, loopMs, threadMs, hasGivenSpans } = await settleLargeFold(tools, foldKey);
      budget.spend(isWanted ? loopMs : loopMs + threadMs);
      if (threadMs > 0) fold.threadMs = threadMs;
      onCommit(result);
      if (hasGivenSpans) {
        fold.since ??= performance.now();
        onGiven();
      }
    } catch (error) {
      if (isClosed) return; // the mark stays
      // Readers get the runs as they were.
      logger.warn({ err: error, foldKey }, "runs not settled, will be tried again");
      fold.since ??= performance.now();
      fold.notBefore = performance.now() + LEAVE_ALONE_MS;
    }
    fold.settledAt = performance.now();
    for (const tell of fold.underWay ?? []) tell();
    fold.underWay = undefined;
    for (const { foldKey: key, since, lastAt } of known.values()) {
      if (since === undefined && lastAt < fold.settledAt - LEAVE_ALONE_MS) known.delete(key);
    }
  }

  const working = work();
  return {
    mark(folds) {
      for (const fold of folds) mark(fold, false);
    },
    want(folds) {
      for (const fold of folds) mark(fold, true);
    },
    async hurry(foldKeys) {
      const settled = foldKeys.flatMap((foldKey) => {
        const fold = known.get(foldKey);
        if (fold === undefined) return [];
        fold.isHurried = fold.since !== undefined;
        const waiting = fold.isHurried ? fold.waiting : fold.underWay;
        return waiting === undefined ? [] : new Promise<void>((resolve) => waiting.push(resolve));
      });
      wake();
      await Promise.all(settled);
    },
    async close() {
      isClosed = true;
      wake();
      tools.thread.close();
      await working;
    },
  };
}

function toLargeFold({ foldKey, version }: DirtyFold, isWanted: boolean): LargeFold {
  const now = performance.now();
  const times = { since: now, lastAt: now, gapMs: 0, threadMs: 0, settledAt: 0, notBefore: 0 };
  return { foldKey, version, ...times, isWanted, isHurried: false, waiting: [], underWay: undefined };
}
