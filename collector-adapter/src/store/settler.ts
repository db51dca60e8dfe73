import { FIRST_FOLD_KEY, listDirtyFolds, type DirtyFold } from "../sql/list-fold-keys.ts";
import { isLarge } from "./is-large.ts";
import type { LargeSettler } from "./large-settler.ts";
import { settleFolds } from "./settle-folds.ts";
import type { SettlerOptions } from "./settler-options.ts";
import type { TimeBudget } from "./time-budget.ts";

/** So long after there is something to fold: a run that grows is folded once for many batches. */
const DELAY_MS = 1_000;
/** Marks that another process left behind are looked for this often. */
const LOOK_AGAIN_MS = 10_000;
const FOLDS_AT_ONCE = 100;

/** Folds in the background what was not folded when it was written, and that nobody has read since. */
export interface Settler {
  /** Says that there is something to fold. */
  wake(): void;
  /** Stops after the fold under way. */
  close(): Promise<void>;
}

/** Starts with what a process that is gone has left. Large folds are left to who settles these. */
export function createSettler(
  { database, cache, logger, onCommit }: SettlerOptions,
  large: LargeSettler,
  budget: TimeBudget,
): Settler {
  let isClosed = false;
  let isWoken = true;
  let endWait = (): void => {};

  const hasEnded = (): boolean => isClosed;

  /** Waits for the time, or less when it is over with the settler. */
  async function wait(ms: number, isOver: () => boolean): Promise<void> {
    if (isOver()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      endWait = () => {
        if (!isOver()) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function work(): Promise<void> {
    do {
      isWoken = false;
      try {
        await settleAll();
      } catch (error) {
        logger.warn({ err: error }, "runs not settled, will be tried again");
      }
      await wait(LOOK_AGAIN_MS, () => isClosed || isWoken);
      await wait(DELAY_MS, hasEnded);
    } while (!hasEnded());
  }

  /** Folds what is marked, one after the other in the order of their keys. What is saved of the time is for large folds. */
  async function settleAll(): Promise<void> {
    let after = FIRST_FOLD_KEY;
    for (;;) {
      const folds: DirtyFold[] = await listDirtyFolds(database, after, FOLDS_AT_ONCE);
      large.mark(folds);
      for (const fold of folds) {
        if (isLarge(fold)) continue;
        for (let ms = budget.msUntilFull(); ms > 0 && !hasEnded(); ms = budget.msUntilFull()) await wait(ms, hasEnded);
        if (hasEnded()) return;
        const since = performance.now();
        await settle(fold);
        budget.spend(performance.now() - since);
      }
      const last = folds.at(-1);
      if (last === undefined) return;
      after = last.foldKey;
    }
  }

  async function settle(fold: DirtyFold): Promise<void> {
    try {
      onCommit(await settleFolds(database, cache, [fold]));
    } catch (error) {
      // The others are not to wait for this one.
      logger.warn({ err: error, foldKey: fold.foldKey }, "runs not settled, will be tried again");
    }
  }

  const working = work();
  return {
    wake() {
      isWoken = true;
      endWait();
    },
    async close() {
      isClosed = true;
      endWait();
      await working;
    },
  };
}
