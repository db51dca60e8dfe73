/** Work between two pauses, in ms: the page draws and answers in the pauses. */
const PIECE_MS = 12;

/**
 * Does work that pauses. What is done within the first piece is done at once; the rest goes on between other tasks, until `isStale` says
 * that nobody wants the result any more.
 */
export function runInPieces<Result>(
  work: Generator<undefined, Result>,
  isStale: () => boolean,
  onDone: (result: Result) => void,
): void {
  const until = performance.now() + PIECE_MS;
  for (;;) {
    const { done, value } = work.next();
    if (done) return onDone(value);
    if (performance.now() > until) break;
  }
  setTimeout(() => {
    if (!isStale()) runInPieces(work, isStale, onDone);
  });
}
