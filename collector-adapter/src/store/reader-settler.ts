import { setTimeout as delay } from "node:timers/promises";
import type { FoldRow } from "../sql/fold-columns.ts";
import type { RunName } from "../sql/get-run.ts";
import { FIRST_FOLD_KEY, listDirtyFolds, type DirtyFold } from "../sql/list-fold-keys.ts";
import { toParts } from "./read-span-sets.ts";
import { settleFolds } from "./settle-folds.ts";
import type { SettlerOptions } from "./settler.ts";

/** Folds of so many spans are settled before somebody reads, and so many spans at once: 15 ms. */
const MAX_SPANS = 5_000;
const FOLDS_AT_ONCE = 100;
/** The longest that a reader waits: when more is to be folded, the runs as they were are better than none. */
const MAX_WAIT_MS = 2_000;
/** Whoever watches hears of what became of a run this long after the commit, and no more often. */
const WATCH_DELAY_MS = 200;
/** Folds that could not be settled are left to the background for so long: else every reader would wait for one that never can be. */
const LEAVE_ALONE_MS = 10_000;

/** Marked folds that readers do not wait for, by their keys. */
type LargeFolds = ReadonlyMap<string, DirtyFold>;

/** Settles what is marked before somebody reads. */
export interface ReaderSettler {
  /**
   * Resolves when the runs know all that was committed before the call, but for those of more than 5,000 spans, or after 2 s.
   *
   * @param run - a run that is read: when it is not known yet, it is looked for in its fold whatever the size
   */
  settle(run?: RunName): Promise<void>;
  /** Somebody watches what is marked: settles it soon. */
  settleSoon(): void;
  /** Settles nothing more; resolves after what is under way. */
  close(): Promise<void>;
}

export function createReaderSettler({ database, cache, logger, onCommit }: SettlerOptions): ReaderSettler {
  let isClosed = false;
  let soon: NodeJS.Timeout | undefined;
  let lastPass: Promise<LargeFolds> = Promise.resolve(new Map());
  let nextPass: Promise<LargeFolds> | undefined;
  const leftUntil = new Map<string, number>();

  /** The pass that begins after all that is committed now: a pass under way may be beyond that. All who ask meanwhile share it. */
  function joinPass(): Promise<LargeFolds> {
    nextPass ??= lastPass
      .catch(() => {}) // whoever waited for that one was told
      .then(() => {
        nextPass = undefined;
        lastPass = pass();
        return lastPass;
      });
    return nextPass;
  }

  /** Settles all marked folds but the large ones, and says which these are. */
  async function pass(): Promise<LargeFolds> {
    const large = new Map<string, DirtyFold>();
    for (const [foldKey, until] of leftUntil) if (until <= performance.now()) leftUntil.delete(foldKey);
    for (let after: string | undefined = FIRST_FOLD_KEY; after !== undefined;) {
      const folds = await listDirtyFolds(database, after, FOLDS_AT_ONCE);
      for (const fold of folds) if (fold.spans > MAX_SPANS) large.set(fold.foldKey, fold);
      const small = folds.filter(({ foldKey }) => !large.has(foldKey) && !leftUntil.has(foldKey));
      for (const part of toParts(small, MAX_SPANS)) {
        if (isClosed) return large;
        await settlePart(part);
      }
      after = folds.length < FOLDS_AT_ONCE ? undefined : folds.at(-1)?.foldKey;
    }
    return large;
  }

  async function settlePart(folds: DirtyFold[], isWanted?: (fold: FoldRow) => boolean): Promise<void> {
    try {
      onCommit(await settleFolds(database, cache, folds, isWanted));
    } catch (error) {
      const foldKeys = folds.map(({ foldKey }) => foldKey);
      // Readers get the runs as they were. The background tries the folds one by one, and says which of them it is.
      logger.warn({ err: error, foldKeys }, "runs not settled for a reader, will be tried again");
      for (const foldKey of foldKeys) leftUntil.set(foldKey, performance.now() + LEAVE_ALONE_MS);
    }
  }

  return {
    async settle(run) {
      const large = await waitAtMost(joinPass(), MAX_WAIT_MS);
      const fold = run && large?.get(run.runId);
      if (run === undefined || fold === undefined || leftUntil.has(fold.foldKey)) return;
      const { agentId, runId } = run;
      await settlePart([fold], ({ runs }) => !runs.some((known) => known.agentId === agentId && known.runId === runId));
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
