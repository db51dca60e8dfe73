import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import { vacuumRollups } from "../sql/log-days.ts";
import { listStaleHours } from "../sql/take-stale-rollups.ts";
import { createBackgroundWork, type BackgroundWork } from "./background-work.ts";
import { makeRollups } from "./make-rollups.ts";

/** Stale rollups are looked for this often. */
const LOOK_AGAIN_MS = 10_000;
/** Runs that started so long ago have mostly ended: most rollups are made once. */
const REST_MS = 60_000;
/** Room of rows that were deleted is given back this often. */
const VACUUM_EVERY_MS = 3_600_000;

/** Keeps the rollups in the background; until one is made, its runs are summed up by who reads. */
export function createRollups({ database, logger }: { database: Database; logger: Logger }): BackgroundWork {
  let vacuumedAt = performance.now();

  return createBackgroundWork(
    { everyMs: LOOK_AGAIN_MS, logger, failure: "sums over time not kept" },
    async (inTurn) => {
      for (const hour of await listStaleHours(database, Date.now() - REST_MS)) {
        await inTurn(() => makeRollups(database, hour));
      }
      if (performance.now() - vacuumedAt < VACUUM_EVERY_MS) return;
      vacuumedAt = performance.now();
      await vacuumRollups(database);
    },
  );
}
