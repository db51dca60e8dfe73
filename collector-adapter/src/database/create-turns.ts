/** So long readers go first, then a transaction has its turn: a page is some ten short statements, one after the other. */
const READING_MS = 50;

/** Whoever has just got an answer has this long to ask again before a transaction begins. */
const ASK_AGAIN_MS = 5;

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
  let endWait = (): void => {};

  /** Until somebody reads, or nobody has for a moment. */
  function waitForReader(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ASK_AGAIN_MS);
      endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function work(): Promise<void> {
    let since = performance.now();
    for (;;) {
      const isReadersTurn = writers.length === 0 || performance.now() - since < READING_MS;
      const reader = isReadersTurn ? readers.shift() : undefined;
      const next = reader ?? writers.shift() ?? readers.shift();
      if (next === undefined) break;
      await next();
      if (reader === undefined) since = performance.now();
      else if (readers.length === 0 && writers.length > 0) await waitForReader();
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
    read(task) {
      const turn = enqueue(readers, task);
      endWait();
      return turn;
    },
    write: (task) => enqueue(writers, task),
  };
}
