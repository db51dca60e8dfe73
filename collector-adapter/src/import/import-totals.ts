/** What an import has done so far. */
export interface ImportTotals {
  rows: number;
  /** Runs that Runline did not have before. */
  runs: number;
  /** Their steps. */
  steps: number;
  /** Of these, steps that may belong to another run. */
  doubtful: number;
  /** Runs that an earlier import brought: the log is read from a little before its end, so they are sent again. */
  runsAgain: number;
  /** Calls outside of any run, some of which may have been there already. */
  outside: number;
  /** Runs left out because Runline has recorded them itself. */
  recorded: number;
  /** Spans that Runline did not take. */
  rejected: number;
  /** Why, in Runline's words. */
  rejection: string | undefined;
  /** Rows of a form that elizaOS does not write. */
  unreadable: number;
}

/** Nothing done yet. */
export function createTotals(): ImportTotals {
  return {
    rows: 0,
    runs: 0,
    steps: 0,
    doubtful: 0,
    runsAgain: 0,
    outside: 0,
    recorded: 0,
    rejected: 0,
    rejection: undefined,
    unreadable: 0,
  };
}

/** How far an import is, in a line. `share` is from 0 to 1. */
export function formatProgress(totals: ImportTotals, share: number, elapsedMs: number): string {
  const perSecond = Math.round(totals.rows / Math.max(0.001, elapsedMs / 1000));
  const percent = Math.floor(Math.min(1, Math.max(0, share)) * 100);
  const runs = totals.runs + totals.runsAgain;
  return `${percent} % · ${format(runs, "run")} · ${format(totals.rows, "row")} · ${format(perSecond, "row")}/s`;
}

/** What an import has done, a line each. */
export function formatTotals(totals: ImportTotals): string {
  const { runs, steps, doubtful, runsAgain, outside, recorded, rejected, unreadable } = totals;
  const from = `from ${format(totals.rows, "row")}`;
  const lines = [
    runs > 0 ? `${format(runs, "new run")} with ${format(steps, "step")}, ${from}` : `No new runs, ${from}`,
    doubtful > 0 && `${format(doubtful, "step")} may belong to another run that went on at the same time (marked)`,
    runsAgain > 0 && `${format(runsAgain, "run")} from an earlier import, sent again in case they have gone on`,
    outside > 0 && `${format(outside, "call")} outside of any run`,
    recorded > 0 && `${format(recorded, "run")} left out: recorded by Runline itself`,
    rejected > 0 && `${format(rejected, "span")} not taken by Runline: ${totals.rejection ?? "it does not say why"}`,
    unreadable > 0 && `${format(unreadable, "row")} left out: not of elizaOS's form`,
  ];
  return `${lines.filter((line) => line !== false).join("\n")}\n`;
}

function format(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
