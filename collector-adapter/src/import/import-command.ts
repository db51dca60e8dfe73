import { importRuns } from "./import-runs.ts";
import type { ImportOptions } from "./parse-import-options.ts";
import { createProgress, createTotals, formatTotals } from "./progress.ts";

/** What shells report of a program that Ctrl-C ended. */
const INTERRUPTED = 130;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A second signal within this is the same one: Ctrl-C reaches us from the terminal and again from npm. */
const SAME_SIGNAL_MS = 1_000;

/**
 * `runline import`: runs to the end, or until Ctrl-C, and says on stdout what it has done. How it goes is on stderr.
 *
 * @returns the exit code
 * @throws ImportError when it cannot start or go on
 */
export async function importCommand(options: ImportOptions): Promise<number> {
  const progress = createProgress(process.stderr);
  const totals = createTotals();
  const stop = new AbortController();
  let stoppedAt = Number.POSITIVE_INFINITY;
  const onSignal = () => {
    if (Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(INTERRUPTED); // asked twice: now
    stoppedAt = Math.min(stoppedAt, Date.now());
    stop.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  let code = 0;
  try {
    await importRuns(options, { progress, totals, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) {
      if (totals.runs > 0) progress.say(`${formatTotals(totals)}The same command goes on from here.`);
      throw error;
    }
    if (!options.follow) {
      progress.say("Stopped before the end. The same command goes on from here.");
      code = INTERRUPTED;
    }
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
    progress.clear();
  }
  process.stdout.write(formatTotals(totals));
  return code;
}
