import type { WriteStream } from "node:tty";

/** How often the line is written anew. */
const INTERVAL_MS = 200;

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

/** Tells a person how it goes. */
export interface Progress {
  /** One line that stays. */
  say(line: string): void;
  /** Shows how far it is, on a terminal. `share` is from 0 to 1. */
  show(totals: ImportTotals, share: number): void;
  /** Takes the line away. */
  clear(): void;
}

/** Writes to a stream; what comes and goes only when it is a terminal. */
export function createProgress(stream: Pick<WriteStream, "write"> & { isTTY?: boolean }): Progress {
  const startedAt = performance.now();
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (stream.isTTY) stream.write("\r\u001b[K");
  };
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    show(totals, share) {
      const now = performance.now();
      if (!stream.isTTY || now - shownAt < INTERVAL_MS) return;
      shownAt = now;
      const perSecond = Math.round(totals.rows / Math.max(0.001, (now - startedAt) / 1000));
      const percent = Math.floor(Math.min(1, Math.max(0, share)) * 100);
      clear();
      stream.write(
        `${percent} % · ${format(totals.runs)} runs · ${format(totals.rows)} rows · ${format(perSecond)} rows/s`,
      );
    },
    clear,
  };
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
