import type { DatabaseOptions } from "./database/open-database.ts";
import { openStore } from "./open-store.ts";
import { createProgressLine } from "./progress-line.ts";
import { rebuildFolds } from "./store/rebuild-folds.ts";

/**
 * `runline rebuild`: computes all runs again and says on stdout what it has done. How it goes is on stderr.
 *
 * @throws DatabaseError
 */
export async function rebuildCommand(options: DatabaseOptions): Promise<void> {
  const progress = createProgressLine(process.stderr);
  const database = await openStore(options, progress);
  try {
    const { runs, changed } = await rebuildFolds(database, ({ folds, all }) => {
      progress.show(
        () => `${Math.floor((100 * folds) / Math.max(all, 1))} % · ${folds.toLocaleString("en-US")} traces`,
      );
    });
    progress.clear();
    process.stdout.write(`${runs.toLocaleString("en-US")} runs, ${changed.toLocaleString("en-US")} of them changed\n`);
  } finally {
    progress.clear();
    await database.close();
  }
}
