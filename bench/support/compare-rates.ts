/** How many items a case handles at once, and how long it is measured, how often. */
export interface RateOptions {
  items: number;
  rounds: number;
  roundMs: number;
}

/**
 * Items per second of CPU time of each case, of the fastest round: neighbours only make slower. Not by the clock: with ten times as much to do as there are cores
 * what waits for its turn is decided by the neighbours, and one case came out at 0.48 and 1.02 times another. Before the first round each runs
 * for one that does not count, until it is compiled.
 */
export function compareRates(cases: readonly (() => unknown)[], options: RateOptions): number[] {
  for (const run of cases) measureRate(run, options);
  const rounds = Array.from({ length: options.rounds }, () => cases.map((run) => measureRate(run, options)));
  return cases.map((_, index) => Math.max(...rounds.map((rates) => rates[index] ?? Number.NaN)));
}

function measureRate(run: () => unknown, { items, roundMs }: RateOptions): number {
  const started = process.cpuUsage();
  let runs = 0;
  let elapsedMs = 0;
  while (elapsedMs < roundMs) {
    run();
    runs += 1;
    const { user, system } = process.cpuUsage(started);
    elapsedMs = (user + system) / 1000;
  }
  return (runs * items * 1000) / elapsedMs;
}
