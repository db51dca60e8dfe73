import { settleWithin } from "../settle-within.ts";

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
/** Longest a signal waits for the flush, in ms. */
const MAX_WAIT_MS = 5_000;
/** Marks a listener as one of ours, also one of another copy of this package. */
const OURS = Symbol.for("runline.signal-listener");

interface ExitFlush {
  /** Delivers what has ended. */
  flush: () => Promise<void>;
  /** Called only when the process really goes because of the signal, before the flush. */
  endOpen: (reason: string) => void;
}

/**
 * Delivers spans when the process runs out of work, and on SIGTERM and SIGINT. When nobody else decides, the signal is
 * raised again after the flush (at most 5 s) and ends the process as it would have without us; when the host listens, the
 * exit is the host's, also when it never comes.
 *
 * @returns a function that stops listening
 */
export function flushOnExit({ flush, endOpen }: ExitFlush): () => void {
  let isExiting = false;

  async function handle(signal: NodeJS.Signals): Promise<void> {
    if (isExiting) return;
    const others = process.listeners(signal).filter((listener) => !(OURS in listener));
    if (others.length > countReraisers()) {
      await flush();
      return;
    }
    isExiting = true;
    endOpen(`The process was stopped by ${signal}`);
    await settleWithin(flush(), MAX_WAIT_MS);
    stop();
    process.kill(process.pid, signal);
  }

  const listener = Object.assign((signal: NodeJS.Signals) => void handle(signal), { [OURS]: true });
  const beforeExit = (): void => void flush();
  function stop(): void {
    process.off("beforeExit", beforeExit);
    for (const signal of SIGNALS) process.off(signal, listener);
  }
  // First in line: a host that listens with `once` is gone from the list by the time a later listener looks.
  for (const signal of SIGNALS) process.prependListener(signal, listener);
  // Once: what the flush does makes the loop run out of work a second time.
  process.once("beforeExit", beforeExit);
  return stop;
}

/**
 * Listeners of the package `signal-exit` (3 and 4, in many command-line tools). They raise the signal again, but only when
 * they are alone; counted as a host they and we would wait for each other, and nobody would end the process.
 */
function countReraisers(): number {
  const emitters: unknown[] = [
    Reflect.get(process, "__signal_exit_emitter__"),
    Reflect.get(globalThis, Symbol.for("signal-exit emitter")),
  ];
  return emitters.reduce((sum: number, emitter) => sum + readCount(emitter), 0);
}

function readCount(emitter: unknown): number {
  if (typeof emitter !== "object" || emitter === null) return 0;
  return "count" in emitter && typeof emitter.count === "number" ? emitter.count : 0;
}
