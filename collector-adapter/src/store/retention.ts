import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import { getSqlState, LOCK_NOT_AVAILABLE } from "../database/sql-state.ts";
import { toDate, toMoment } from "../database/timestamps.ts";
import { listKeysBefore } from "../sql/erase-rows.ts";
import { FIRST_FOLD_KEY } from "../sql/list-fold-keys.ts";
import { detachLogDay, dropDetachedDays, listLogDays, measureOtherTables, vacuumRuns } from "../sql/log-days.ts";
import { eraseFolds } from "./erase-folds.ts";
import type { FoldCache } from "./fold-cache.ts";
import { createKeptDays, type KeepLimits } from "./kept-days.ts";
import type { LogPartitions } from "./log-partitions.ts";
import { toParts } from "./read-span-sets.ts";
import { isTransient, retryTransaction } from "./retry-transaction.ts";

/** Days are looked at this often: a day is dropped that much too late at most. */
const LOOK_AGAIN_MS = 600_000;
const FOLDS_AT_ONCE = 100;
/** A transaction of so many spans takes some 20 ms; a run that is larger is one by itself. */
const SPANS_AT_ONCE = 1_000;
/** A quarter of the time is enough: a run is erased in less than a millisecond, and others wait for the same two cores. */
const REST = 3;
/** Who reads `logs` as a whole delays the drop: it is tried again after 0.2 s, and later and later up to this. */
const DETACH_PAUSE_MS = 200;
const MAX_DETACH_PAUSE_MS = 5_000;
const DETACH_ATTEMPTS = 20;

/** Drops the days of `logs` that are too old or too much, with the runs that began in them. */
export interface Retention {
  /** The first day that is kept, counted from the epoch; what starts earlier is refused. `undefined` when all are. */
  firstDay(): number | undefined;
  /** Stops after the portion under way. */
  close(): Promise<void>;
}

/** What the days are dropped with. */
export interface RetentionOptions {
  database: Database;
  cache: FoldCache;
  partitions: LogPartitions;
  logger: Logger;
  keep: KeepLimits;
  /** Hears that runs are gone. */
  onErased: () => void;
}

/**
 * A run belongs to the day of its first span and goes with it as a whole, be its last spans of a later day: half a run would tell lies.
 * First the runs go, in portions, then the day's table, so that nothing points to spans that are gone. Several adapters may do the
 * same at a time: what one has erased the other does not find.
 */
export function createRetention({ database, cache, partitions, logger, keep, onErased }: RetentionOptions): Retention {
  const days = createKeptDays(keep);
  const ending = new AbortController();
  const hasEnded = (): boolean => ending.signal.aborted;

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        ending.signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms).unref();
      ending.signal.addEventListener("abort", end);
      if (hasEnded()) end();
    });
  }

  async function work(): Promise<void> {
    while (!hasEnded()) {
      try {
        await dropDays();
      } catch (error) {
        logger.warn({ err: error }, "days that are not to be kept could not be dropped, will be tried again");
      }
      await wait(LOOK_AGAIN_MS);
    }
  }

  async function dropDays(): Promise<void> {
    let dropped = 0;
    await dropDetachedDays(database);
    while (!hasEnded()) {
      const there = await listLogDays(database);
      const day = days.takeNext(there, await measureOtherTables(database));
      if (day === undefined) break;
      const { runs, spans } = await eraseRuns(day);
      if (runs > 0) onErased();
      if (hasEnded()) return;
      if (!(await detach(day))) continue; // another adapter was first
      partitions.forget();
      await dropDetachedDays(database);
      dropped += 1;
      const bytes = there.find((one) => one.day === day)?.bytes;
      // The day is in the message, since the same one would be left out of the log after five.
      logger.warn({ day: toDate(day), runs, spans, bytes }, `dropped the day ${toDate(day)}, which is not to be kept`);
    }
    if (dropped > 0) await vacuumRuns(database);
  }

  /** Erases what began on the day or before it. Spans of that are left to the tables of their days, which go next. */
  async function eraseRuns(day: number): Promise<{ runs: number; spans: number }> {
    const end = toMoment(day + 1);
    const all = { runs: 0, spans: 0 };
    let after = FIRST_FOLD_KEY;
    while (!hasEnded()) {
      const found = await listKeysBefore(database, end, after, FOLDS_AT_ONCE);
      for (const part of toParts(found, SPANS_AT_ONCE)) {
        if (hasEnded()) return all;
        const since = performance.now();
        const { foldKeys, runs, spans } = await retryTransaction(
          () =>
            database.transaction((session) =>
              eraseFolds(
                session,
                part.map(({ foldKey }) => foldKey),
                { isWanted: ({ firstStartAt }) => firstStartAt !== null && firstStartAt < end, logsFrom: end },
              ),
            ),
          isTransient,
        );
        for (const foldKey of foldKeys) cache.remove(foldKey);
        all.runs += runs;
        all.spans += spans;
        await wait((performance.now() - since) * REST);
      }
      const last = found.at(-1);
      if (last === undefined) break;
      after = last.foldKey;
    }
    return all;
  }

  async function detach(day: number): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await detachLogDay(database, day);
      } catch (error) {
        if (getSqlState(error) !== LOCK_NOT_AVAILABLE || attempt === DETACH_ATTEMPTS || hasEnded()) throw error;
        await wait(Math.min(DETACH_PAUSE_MS * 2 ** (attempt - 1), MAX_DETACH_PAUSE_MS));
      }
    }
  }

  const isBounded = keep.keepDays !== undefined || keep.keepBytes !== undefined;
  const working = isBounded ? work() : Promise.resolve();
  return {
    firstDay: () => days.first(),
    async close() {
      ending.abort();
      await working;
    },
  };
}
