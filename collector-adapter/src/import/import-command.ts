import { untilStopped } from "../process/until-stopped.ts";
import { createProgressLine } from "../progress-line.ts";
import { importRuns } from "./import-runs.ts";
import { createTotals, formatTotals } from "./import-totals.ts";
import type { ImportOptions } from "./parse-import-options.ts";

/** What shells report of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/**
 * `runline import`: runs to the end, or until Ctrl-C, and says on stdout what it has done. How it goes is on stderr.
 *
 * @returns the exit code
 * @throws ImportError when it cannot start or go on
 */
export async function importCommand(options: ImportOptions): Promise<number> {
  const progress = createProgressLine(process.stderr);
  const totals = createTotals();
  const code = await untilStopped(INTERRUPTED, async (stopped) => {
    try {
      await importRuns(options, { progress, totals, signal: stopped });
      return 0;
    } catch (error) {
      if (!stopped.aborted) {
        if (totals.runs + totals.runsAgain > 0)
          progress.say(`${formatTotals(totals)}The same command goes on from here.`);
        throw error;
      }
      if (options.follow) return 0;
      progress.say("Stopped before the end. The same command goes on from here.");
      return INTERRUPTED;
    } finally {
      progress.clear();
    }
  });
  process.stdout.write(formatTotals(totals));
  return code;
}
