import { openDatabase, type DatabaseOptions } from "../../collector-adapter/src/database/open-database.ts";

/** Lets an hour of silence go by in the data of an adapter that is stopped: every open run in it is lost. */
export async function ageHeartbeats(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  // Folds as well: a run that is settled by the next start was last heard of when its fold was.
  for (const table of ["folds", "runs", "open_spans"]) {
    await database.query({ text: `update ${table} set last_seen_at = last_seen_at - interval '1 hour'` });
  }
  await database.close();
}
