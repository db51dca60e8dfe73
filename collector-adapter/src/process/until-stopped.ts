const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A second signal within this is the same one: Ctrl-C reaches a program from the terminal and again from npm. */
const SAME_SIGNAL_MS = 1_000;
/** How soon the end of npm is noticed. */
const PARENT_CHECK_MS = 500;

/**
 * Does work that ends when the process is asked to stop: by Ctrl-C, by a supervisor, or because its terminal or the shell
 * around it is gone. A second signal ends the process at once.
 *
 * @param exitCode - of the process when a second signal comes
 * @param work - told by its signal to finish
 * @example await untilStopped(1, async (stopped) => { await once(stopped, "abort"); await server.close(); });
 */
export async function untilStopped<T>(exitCode: number, work: (stopped: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  let stoppingSince = Number.POSITIVE_INFINITY;

  function stop(): void {
    stoppingSince = Math.min(stoppingSince, Date.now());
    stopping.abort();
  }

  function onSignal(): void {
    if (Date.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(exitCode);
    stop();
  }

  for (const name of SIGNALS) process.on(name, onSignal);
  const unwatch = process.env["npm_command"] === undefined ? undefined : watchParent(stop);
  try {
    return await work(stopping.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
    unwatch?.();
  }
}

/** `npx` runs a program below a shell that dies of a signal without passing it on: then the parent is another process. */
function watchParent(onGone: () => void): () => void {
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, PARENT_CHECK_MS).unref();
  return () => clearInterval(check);
}
