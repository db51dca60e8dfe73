import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import { FIRST_FOLD_KEY, listDirtyFolds, type DirtyFold } from "../sql/list-fold-keys.ts";
import type { FoldCache } from "./fold-cache.ts";
import { settleFolds } from "./settle-folds.ts";

/** Folding in the background takes at most one part in so many of the time: it shares the process and the database. */
const TIME_SHARE = 20;
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

/** What folds are settled with. */
export interface SettlerOptions {
  database: Database;
  cache: FoldCache;
  logger: Logger;
  onCommit: (result: CommitResult) => void;
}

/** Starts with what a process that is gone has left. */
export function createSettler({ database, cache, logger, onCommit }: SettlerOptions): Settler {
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

  /** Folds what is marked, one after the other in the order of their keys. */
  async function settleAll(): Promise<void> {
    let after = FIRST_FOLD_KEY;
    for (;;) {
      const folds: DirtyFold[] = await listDirtyFolds(database, after, FOLDS_AT_ONCE);
      for (const fold of folds) {
        if (hasEnded()) return;
        const since = performance.now();
        await settle(fold);
        await wait((performance.now() - since) * (TIME_SHARE - 1), hasEnded);
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
