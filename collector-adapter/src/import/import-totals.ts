/** What an import has done so far. */
export interface ImportTotals {
  rows: number;
  runs: number;
  steps: number;
  /** Steps that may belong to another run. */
  doubtful: number;
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
  return `${percent} % · ${format(totals.runs)} runs · ${format(totals.rows)} rows · ${format(perSecond)} rows/s`;
}

/** What an import has done, a line each. */
export function formatTotals(totals: ImportTotals): string {
  const lines = [
    `${format(totals.runs)} runs with ${format(totals.steps)} steps, from ${format(totals.rows)} rows`,
    totals.doubtful > 0 &&
      `${format(totals.doubtful)} steps may belong to another run that went on at the same time: they are marked`,
    totals.recorded > 0 && `${format(totals.recorded)} runs left out: Runline has recorded them itself`,
    totals.rejected > 0 &&
      `${format(totals.rejected)} spans not taken by Runline: ${totals.rejection ?? "it does not say why"}`,
    totals.unreadable > 0 && `${format(totals.unreadable)} rows left out: they are not of elizaOS's form`,
  ];
  return `${lines.filter((line) => line !== false).join("\n")}\n`;
}

function format(count: number): string {
  return count.toLocaleString("en-US");
}
