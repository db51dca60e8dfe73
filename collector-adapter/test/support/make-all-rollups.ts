import type { Database } from "../../src/database/database.ts";
import { listStaleHours } from "../../src/sql/take-stale-rollups.ts";
import { makeRollups } from "../../src/store/make-rollups.ts";

/** Makes all rollups that are stale, as the store does in the background, and counts those that there are then. */
export async function makeAllRollups(database: Database): Promise<number> {
  for (;;) {
    const hours = await listStaleHours(database, Date.now());
    for (const hour of hours) await makeRollups(database, hour);
    if (hours.length < 1_000) break;
  }
  const [found] = await database.query<{ rollups: number }>({ text: "select count(*)::int as rollups from rollups" });
  return found?.rollups ?? 0;
}
