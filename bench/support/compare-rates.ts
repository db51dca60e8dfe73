/** How many items a case handles at once, and how long it is measured, how often. */
export interface RateOptions {
  items: number;
  rounds: number;
  roundMs: number;
}

/**
 * Items per second of each case, the median of the rounds. One case after the other within a round, so that a busy neighbour slows
 * all of them; before the first, each runs for one round that does not count, until it is compiled.
 */
export function compareRates(cases: readonly (() => unknown)[], options: RateOptions): number[] {
  for (const run of cases) measureRate(run, options);
  const rounds = Array.from({ length: options.rounds }, () => cases.map((run) => measureRate(run, options)));
  return cases.map((_, index) => toMedian(rounds.map((rates) => rates[index] ?? Number.NaN)));
}

function measureRate(run: () => unknown, { items, roundMs }: RateOptions): number {
  const startedAt = performance.now();
  let runs = 0;
  let elapsedMs = 0;
  while (elapsedMs < roundMs) {
    run();
    runs += 1;
    elapsedMs = performance.now() - startedAt;
  }
  return (runs * items * 1000) / elapsedMs;
}

function toMedian(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
