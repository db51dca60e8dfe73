import type { Database } from "./database/database.ts";
import type { ProgressLine } from "./progress-line.ts";
import { convertOldRows } from "./store/convert-old-rows.ts";

/** Brings what an earlier version has stored into the form of this one, if there is any, and tells how it goes. */
export async function convertOnStart(database: Database, progress: ProgressLine): Promise<void> {
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
