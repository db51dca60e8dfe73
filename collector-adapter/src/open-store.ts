import type { Database } from "./database/database.ts";
import { openDatabase, type DatabaseOptions } from "./database/open-database.ts";
import type { ProgressLine } from "./progress-line.ts";
import { convertOldRows } from "./store/convert-old-rows.ts";

/**
 * Opens the database, brings what an earlier version has stored into the form of this one, and tells how that goes.
 *
 * @throws ConfigError, DatabaseError
 */
export async function openStore(options: DatabaseOptions, progress: ProgressLine): Promise<Database> {
  const onMigrate = () => progress.say("Changing the tables of an earlier version: about 10 s for 200,000 runs…");
  const database = await openDatabase({ ...options, onMigrate });
  try {
    await convert(database, progress);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function convert(database: Database, progress: ProgressLine): Promise<void> {
  const since = performance.now();
  const done = await convertOldRows(database, ({ rows, all }) => {
    progress.show(() => `Converting what an earlier version has stored: ${format(rows)} of ${format(all)} rows`);
  });
  if (done === undefined) return;
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  progress.say(`Converted what an earlier version has stored: ${format(done.rows)} rows in ${seconds} s.`);
  if (done.unreadable > 0) {
    progress.say(
      `${format(done.unreadable)} rows could not be read and are not shown; they are kept in the tables ` +
        "logs_000001_unread and open_spans_000001_unread.",
    );
  }
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}
