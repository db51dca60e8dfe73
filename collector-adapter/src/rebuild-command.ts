import type { DatabaseOptions } from "./database/open-database.ts";
import { openStore } from "./open-store.ts";
import { createEstimate, type PriceOptions } from "./prices/create-estimate.ts";
import { createProgressLine } from "./progress-line.ts";
import { rebuildFolds, type RebuildProgress } from "./store/rebuild-folds.ts";

/**
 * `runline rebuild`: computes all runs again and says on stdout what it has done. How it goes is on stderr.
 *
 * @throws DatabaseError, ConfigError for a table of prices that cannot be used
 */
export async function rebuildCommand(options: DatabaseOptions & PriceOptions): Promise<void> {
  const estimate = await createEstimate(options);
  const progress = createProgressLine(process.stderr);
  const database = await openStore(options, progress);
  try {
    const showProgress = ({ folds, all }: RebuildProgress) => {
      progress.show(
        () => `${Math.floor((100 * folds) / Math.max(all, 1))} % · ${folds.toLocaleString("en-US")} traces`,
      );
    };
    const { runs, changed } = await rebuildFolds(database, showProgress, estimate);
    progress.clear();
    process.stdout.write(`${runs.toLocaleString("en-US")} runs, ${changed.toLocaleString("en-US")} of them changed\n`);
  } finally {
    progress.clear();
    await database.close();
  }
}
