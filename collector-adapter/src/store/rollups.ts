import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import { vacuumRollups } from "../sql/log-days.ts";
import { listStaleHours } from "../sql/take-stale-rollups.ts";
import { makeRollups } from "./make-rollups.ts";
import { createTimeBudget } from "./time-budget.ts";

/** Stale rollups are looked for this often. */
const LOOK_AGAIN_MS = 10_000;
/** Runs that started so long ago have mostly ended: most rollups are made once. */
const REST_MS = 60_000;
/** Room of rows that were deleted is given back this often. */
const VACUUM_EVERY_MS = 3_600_000;

/** Keeps the rollups in the background. */
export interface Rollups {
  /** Stops after those under way. */
  close(): Promise<void>;
}

/** A twentieth of the time at most is for it; until a rollup is made, its runs are summed up by who reads. */
export function createRollups({ database, logger }: { database: Database; logger: Logger }): Rollups {
  const budget = createTimeBudget();
  const ending = new AbortController();
  let vacuumedAt = performance.now();

  const hasEnded = (): boolean => ending.signal.aborted;

  async function wait(ms: number): Promise<void> {
    const options = { ref: false, signal: ending.signal };
    await setTimeout(ms, undefined, options).catch(() => {}); // the end is not an error
  }

  async function work(): Promise<void> {
    while (!hasEnded()) {
      await wait(LOOK_AGAIN_MS);
      try {
        await makeAll();
      } catch (error) {
        if (!hasEnded()) logger.warn({ err: error }, "sums over time not kept, will be tried again");
      }
    }
  }

  async function makeAll(): Promise<void> {
    for (const hour of await listStaleHours(database, Date.now() - REST_MS)) {
      await wait(budget.msUntilAny());
      if (hasEnded()) return;
      const since = performance.now();
      await makeRollups(database, hour);
      budget.spend(performance.now() - since);
    }
    if (performance.now() - vacuumedAt < VACUUM_EVERY_MS) return;
    vacuumedAt = performance.now();
    await vacuumRollups(database);
  }

  const working = work();
  return {
    async close() {
      ending.abort();
      await working;
    },
  };
}
