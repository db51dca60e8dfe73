import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import { FIRST_FOLD_KEY, listDirtyFoldKeys } from "../sql/list-fold-keys.ts";
import type { FoldCache } from "./fold-cache.ts";
import { settleFold } from "./settle-fold.ts";

/** Folding in the background takes at most one part in so many of the time: it shares the process and the database. */
const TIME_SHARE = 20;
/** Marks that another process left behind are looked for this often. */
const LOOK_AGAIN_MS = 10_000;
const KEYS_AT_ONCE = 100;
/** Folds of so many spans are settled before somebody reads: 15 ms each. Larger ones in the background alone. */
const MAX_SPANS_FOR_READER = 5_000;
const ANY_SIZE = 2 ** 31 - 1;

/** Folds what was not folded when it was written. */
export interface Settler {
  /** Says that there is something to fold. */
  wake(): void;
  /** Resolves when all that was committed before the call is folded, but for folds of more than 5,000 spans. */
  settleForReader(): Promise<void>;
  /** Stops after the fold under way. */
  close(): Promise<void>;
}

/** What a settler works with. */
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
  let lastPass: Promise<void> = Promise.resolve();
  let nextPass: Promise<void> | undefined;

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
        await settleAll(ANY_SIZE, async (foldKey) => {
          const since = performance.now();
          await settle(foldKey);
          await wait((performance.now() - since) * (TIME_SHARE - 1), hasEnded);
        });
      } catch (error) {
        logger.warn({ err: error }, "runs not settled, will be tried again");
      }
      await wait(LOOK_AGAIN_MS, () => isClosed || isWoken);
    } while (!hasEnded());
  }

  /** Calls `settleOne` for each marked fold of at most that size, in the order of their keys. */
  async function settleAll(maxSpans: number, settleOne: (foldKey: string) => Promise<void>): Promise<void> {
    for (let after: string | undefined = FIRST_FOLD_KEY; after !== undefined;) {
      const keys: string[] = await listDirtyFoldKeys(database, { after, limit: KEYS_AT_ONCE, maxSpans });
      for (const foldKey of keys) {
        if (hasEnded()) return;
        await settleOne(foldKey);
      }
      after = keys.length < KEYS_AT_ONCE ? undefined : keys.at(-1);
    }
  }

  async function settle(foldKey: string): Promise<void> {
    try {
      const result = await settleFold(database, cache, foldKey);
      if (result !== undefined) onCommit(result);
    } catch (error) {
      // The others are not to wait for this one.
      logger.warn({ err: error, foldKey }, "runs not settled, will be tried again");
    }
  }

  const working = work();
  return {
    wake() {
      isWoken = true;
      endWait();
    },
    settleForReader() {
      // A pass under way may be past what was committed since: the next one serves all who ask meanwhile.
      nextPass ??= lastPass
        .catch(() => {}) // whoever waited for that one was told
        .then(() => {
          nextPass = undefined;
          lastPass = settleAll(MAX_SPANS_FOR_READER, settle);
          return lastPass;
        });
      return nextPass;
    },
    async close() {
      isClosed = true;
      endWait();
      await working;
    },
  };
}
