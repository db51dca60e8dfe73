/** So long readers go first, then a transaction has its turn: a page is some ten short statements, one after the other. */
const READING_MS = 50;

/** Turns at something that does one thing at a time. */
export interface Turns {
  /** For what is short. Goes before transactions that wait, as long as these have not waited for others like it for 50 ms. */
  read<T>(task: () => Promise<T>): Promise<T>;
  /** For what is long, in the order they came. */
  write<T>(task: () => Promise<T>): Promise<T>;
}

/**
 * Whoever reads asks again when it has its answer: in the order they came, each of its statements would wait for a transaction of
 * its own while spans pour in.
 */
export function createTurns(): Turns {
  const readers: (() => Promise<void>)[] = [];
  const writers: (() => Promise<void>)[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    let since = performance.now();
    for (;;) {
      const isReadersTurn = writers.length === 0 || performance.now() - since < READING_MS;
      const reader = isReadersTurn ? readers.shift() : undefined;
      const next = reader ?? writers.shift() ?? readers.shift();
      if (next === undefined) break;
      await next();
      if (reader === undefined) since = performance.now();
      // Who has just got an answer may ask again.
      await new Promise((resolve) => setImmediate(resolve));
    }
    isWorking = false;
  }

  function enqueue<T>(waiting: (() => Promise<void>)[], task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      waiting.push(() => task().then(resolve, reject)); // the next task starts all the same
      if (isWorking) return;
      isWorking = true;
      void work();
    });
  }

  return {
    read: (task) => enqueue(readers, task),
    write: (task) => enqueue(writers, task),
  };
}
