import { setTimeout as delay } from "node:timers/promises";
import { getRun, type RunName } from "../sql/get-run.ts";
import { FIRST_FOLD_KEY, listDirtyFolds, type DirtyFold } from "../sql/list-fold-keys.ts";
import { isLarge } from "./is-large.ts";
import type { LargeSettler } from "./large-settler.ts";
import { toParts } from "./read-span-sets.ts";
import { settleFolds } from "./settle-folds.ts";
import type { SettlerOptions } from "./settler-options.ts";

/** So many spans are settled at once: 50 ms. */
const SPANS_AT_ONCE = 5_000;
const FOLDS_AT_ONCE = 100;
/** The longest that a reader waits: when more is to be folded, the runs as they were are better than none. */
const MAX_WAIT_MS = 2_000;
/** The longest for a run that is not known: there is none as it was. */
const MAX_WAIT_FOR_RUN_MS = 10_000;
/** Whoever watches hears of what became of a run this long after the commit, and no more often. */
const WATCH_DELAY_MS = 200;
/** Folds that could not be settled are left to the background for so long: else every reader would wait for one that never can be. */
const LEAVE_ALONE_MS = 10_000;
/** When so many fail one after the other, the reason is none of theirs. */
const MAX_FAILED_IN_A_ROW = 3;

/** Settles what is marked before somebody reads. */
export interface ReaderSettler {
  /**
   * Resolves when the runs know all that was committed before the call, but for large ones, or after 2 s.
   *
   * @param run - a run that is read: when it is not known yet, it is looked for in the large folds as well
   */
  settle(run?: RunName): Promise<void>;
  /** Somebody watches what is marked: settles it soon. */
  settleSoon(): void;
  /** Settles nothing more; resolves after what is under way. */
  close(): Promise<void>;
}

/** Tells of the large folds that it finds marked, and leaves them to who settles these. */
export function createReaderSettler(
  { database, cache, logger, onCommit }: SettlerOptions,
  large: LargeSettler,
): ReaderSettler {
  let isClosed = false;
  let soon: NodeJS.Timeout | undefined;
  let lastPass: Promise<string[]> = Promise.resolve([]);
  let nextPass: Promise<string[]> | undefined;
  /** Folds that could not be settled, and when they are tried again, each by itself. */
  const apart = new Map<string, number>();

  /** The pass that begins after all that is committed now: a pass under way may be beyond that. All who ask meanwhile share it. */
  function joinPass(): Promise<string[]> {
    nextPass ??= lastPass
      .catch(() => {}) // whoever waited for that one was told
      .then(() => {
        nextPass = undefined;
        lastPass = pass();
        return lastPass;
      });
    return nextPass;
  }

  /** Settles all marked folds but the large ones, and gives the keys of these. */
  async function pass(): Promise<string[]> {
    const largeKeys: string[] = [];
    for (let after: string | undefined = FIRST_FOLD_KEY; after !== undefined;) {
      const folds = await listDirtyFolds(database, after, FOLDS_AT_ONCE);
      large.want(folds);
      for (const fold of folds) if (isLarge(fold)) largeKeys.push(fold.foldKey);
      const small = folds.filter((fold) => !isLarge(fold));
      const due = small.filter(({ foldKey }) => (apart.get(foldKey) ?? 0) <= performance.now());
      const together = toParts(
        due.filter(({ foldKey }) => !apart.has(foldKey)),
        SPANS_AT_ONCE,
      );
      await settleParts([...together, ...due.filter(({ foldKey }) => apart.has(foldKey)).map((fold) => [fold])]);
      if (isClosed) break;
      after = folds.length < FOLDS_AT_ONCE ? undefined : folds.at(-1)?.foldKey;
    }
    return largeKeys;
  }

  /** Settles folds part by part; those of a part that fails one by one, so that the others do not wait for the one that cannot be. */
  async function settleParts(parts: readonly DirtyFold[][]): Promise<void> {
    let failedInARow = 0;
    let error: unknown;
    for (const part of parts) {
      if (isClosed) return;
      const isToBeTried = failedInARow < MAX_FAILED_IN_A_ROW;
      if (isToBeTried) error = await settlePart(part);
      failedInARow = error === undefined ? 0 : failedInARow + 1;
      if (error === undefined) for (const { foldKey } of part) apart.delete(foldKey);
      else if (isToBeTried && part.length > 1) await settleParts(part.map((fold) => [fold]));
      else leaveAlone(part, error);
    }
  }

  /** What was in the way; nothing when all were settled. */
  async function settlePart(part: DirtyFold[]): Promise<unknown> {
    try {
      onCommit(await settleFolds(database, cache, part));
      return undefined;
    } catch (error) {
      return error ?? new Error("nothing was said");
    }
  }

  /** Readers get the runs as they were. */
  function leaveAlone(folds: readonly DirtyFold[], error: unknown): void {
    const foldKeys = folds.map(({ foldKey }) => foldKey);
    logger.warn({ err: error, foldKeys }, "runs not settled for a reader, will be tried again");
    for (const foldKey of foldKeys) apart.set(foldKey, performance.now() + LEAVE_ALONE_MS);
  }

  return {
    async settle(run) {
      const largeKeys = await waitAtMost(joinPass(), MAX_WAIT_MS);
      if (run === undefined || largeKeys === undefined || largeKeys.length === 0) return;
      if ((await getRun(database, run)) !== undefined) return;
      // Any of them may have the run: of several in a trace only the first has its key.
      await waitAtMost(large.hurry(largeKeys), MAX_WAIT_FOR_RUN_MS);
    },
    settleSoon() {
      soon ??= setTimeout(() => {
        soon = undefined;
        joinPass().catch((error: unknown) => {
          logger.warn({ err: error }, "runs not settled for a live stream, will be tried again");
        });
      }, WATCH_DELAY_MS);
    },
    async close() {
      isClosed = true;
      clearTimeout(soon);
      await joinPass().catch(() => {}); // the marks stay
    },
  };
}

/** What the promise resolves to; `undefined` when it takes longer. */
async function waitAtMost<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  const stop = new AbortController();
  const timeout = delay(ms, undefined, { signal: stop.signal }).catch(() => undefined); // stopped: the promise was faster
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    stop.abort();
  }
}
