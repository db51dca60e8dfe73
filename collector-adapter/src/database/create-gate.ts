import { DatabaseError } from "./database.ts";

/**
 * Lets so many tasks go on at a time, in the order they came.
 *
 * @param limit - how many, asked for whenever one may enter
 * @param waitMs - after which a task that still waits fails with DatabaseError `BUSY`
 * @param what - the tasks wait for, as the error calls it
 * @example const pass = createGate(() => 2, { waitMs: 5_000, what: "connections" }); await pass(() => query());
 */
export function createGate(limit: () => number, { waitMs, what }: { waitMs: number; what: string }) {
  let inside = 0;
  const waiting = new Set<() => void>();

  function letIn(): void {
    for (const enter of waiting) {
      if (inside >= limit()) return;
      waiting.delete(enter);
      inside += 1;
      enter();
    }
  }

  /** @param since - when the task began to wait, by `performance.now()`, perhaps at another gate */
  return async function pass<T>(task: () => Promise<T>, since = performance.now()): Promise<T> {
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(
        () => {
          waiting.delete(enter);
          reject(new DatabaseError("BUSY", `All ${what} have been busy for ${waitMs / 1000} s.`));
        },
        since + waitMs - performance.now(),
      );
      waiting.add(enter);
      letIn();
    });
    try {
      return await task();
    } finally {
      inside -= 1;
      letIn();
    }
  };
}
