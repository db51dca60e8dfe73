/** Longest silence of a command, in ms: who waits for longer takes it for stuck. */
export const MAX_SILENCE_MS = 10_000;

/**
 * Waits for work that says nothing by itself, and tells that it goes on.
 *
 * @template Result
 * @param {string} what as it stands after "still"
 * @param {Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function sayWhile(what, work) {
  const since = performance.now();
  const timer = setInterval(() => {
    process.stdout.write(`… still ${what}, for ${Math.round((performance.now() - since) / 1_000)} s\n`);
  }, MAX_SILENCE_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
