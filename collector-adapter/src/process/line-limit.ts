/** For how long lines are counted. */
const WINDOW_MS = 60_000;
const OTHER_KINDS = "other";

/** Tells how many lines of a kind were left out. */
type TellLeftOut = (leftOut: number) => void;

/** Keeps a log readable, and its writing cheap, when something goes wrong with every request. */
export interface LineLimit {
  /**
   * Whether a line of this kind is to be written. If not, `tell` is called with the number of those left out when the minute
   * that began with the first line is over.
   */
  admit(kind: string, tell: TellLeftOut): boolean;
  /** Tells at once what has not been told. */
  close(): void;
}

/**
 * @param lines - how often the same is said in a minute
 * @param kinds - told apart in a minute; what comes beyond them counts as one
 * @example
 * const limit = createLineLimit({ lines: 5, kinds: 200 });
 * if (limit.admit("spans rejected", (leftOut) => write(`spans rejected ${leftOut} times more`))) write("spans rejected");
 */
export function createLineLimit({ lines, kinds }: { lines: number; kinds: number }): LineLimit {
  const windows = new Map<string, { said: number; leftOut: number; end: () => void }>();

  function open(kind: string, tell: TellLeftOut) {
    const timer = setTimeout(() => window.end(), WINDOW_MS).unref();
    const window = {
      said: 0,
      leftOut: 0,
      end: () => {
        clearTimeout(timer);
        windows.delete(kind);
        if (window.leftOut > 0) tell(window.leftOut);
      },
    };
    windows.set(kind, window);
    return window;
  }

  return {
    admit(kind, tell) {
      const known = windows.has(kind) || windows.size < kinds ? kind : OTHER_KINDS;
      const window = windows.get(known) ?? open(known, tell);
      window.said += 1;
      if (window.said <= lines) return true;
      window.leftOut += 1;
      return false;
    },
    close() {
      for (const window of windows.values()) window.end();
    },
  };
}
