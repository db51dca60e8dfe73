import type { WriteStream } from "node:tty";

/** How often the line is written anew. */
const INTERVAL_MS = 200;

/** Tells a person how something long goes. */
export interface ProgressLine {
  /** One line that stays. */
  say(line: string): void;
  /** A line in place of the one before, on a terminal; `text` is asked for when there is time to read it. */
  show(text: () => string): void;
  /** Takes the line away. */
  clear(): void;
}

/** Writes to a stream; what comes and goes only when it is a terminal. */
export function createProgressLine(stream: Pick<WriteStream, "write"> & { isTTY?: boolean }): ProgressLine {
  let shownAt = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (stream.isTTY) stream.write("\r\u001b[K");
  };
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    show(text) {
      const now = performance.now();
      if (!stream.isTTY || now - shownAt < INTERVAL_MS) return;
      shownAt = now;
      clear();
      stream.write(text());
    },
    clear,
  };
}
