import { setTimeout as sleep } from "node:timers/promises";
import { startProcess, type Process, type ProcessOptions } from "../../test-support/start-process.ts";

/** Undoes what the test has set up, on every way out of it: the end, a failure, Ctrl-C. */
export interface CleanUp {
  /** Remembers what to undo. Throws when undoing has begun, so that nothing is started that nobody would stop. */
  defer(undo: () => Promise<unknown>): void;
  /** Undoes everything, the latest first: a sender before what it sends to. A second call waits for the first. */
  run(): Promise<void>;
}

const STOP_TIMEOUT_MS = 15_000;

/** Makes an empty one. */
export function createCleanUp(): CleanUp {
  const undos: (() => Promise<unknown>)[] = [];
  let running: Promise<void> | undefined;

  async function undoAll(): Promise<void> {
    // One that fails must not keep the others from being undone; what failed is gone already.
    for (const undo of undos.toReversed()) await undo().catch(() => {});
  }

  return {
    defer(undo) {
      if (running) throw new Error("The test is being stopped.");
      undos.push(undo);
    },
    run: () => (running ??= undoAll()),
  };
}

/** Starts a program that ends with the test: by SIGTERM, and by SIGKILL when that takes more than 15 s. */
export function startUntilEnd(
  cleanUp: CleanUp,
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Process {
  let started: Process | undefined;
  cleanUp.defer(async () => {
    if (started === undefined) return;
    const stopped = started.stop();
    const timer = new AbortController();
    await Promise.race([
      stopped,
      sleep(STOP_TIMEOUT_MS, undefined, { signal: timer.signal }).then(() => started?.stop("SIGKILL")),
    ]);
    timer.abort();
  });
  started = startProcess(command, args, options);
  return started;
}
