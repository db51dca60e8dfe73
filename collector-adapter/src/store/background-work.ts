import { setTimeout } from "node:timers/promises";
import type { Logger } from "pino";
import { createTimeBudget } from "./time-budget.ts";

/** Does a piece of work as soon as there is time for it. Rejects when the work has ended meanwhile. */
export type InTurn = <T>(piece: () => Promise<T>) => Promise<T>;

/** Work that is done again and again. */
export interface BackgroundWork {
  /** Stops after the piece under way. */
  close(): Promise<void>;
}

/** How often there is work, in ms, and what the log says when it has failed: that happens to be tried again. */
export interface BackgroundWorkOptions {
  everyMs: number;
  logger: Logger;
  failure: string;
}

/**
 * Works in the background, for a twentieth of the time at most: a pass does all that takes long in turn, piece by piece.
 *
 * @example createBackgroundWork({ everyMs: 10_000, logger, failure: "sums not kept" }, (inTurn) => inTurn(makeSums))
 */
export function createBackgroundWork(
  { everyMs, logger, failure }: BackgroundWorkOptions,
  pass: (inTurn: InTurn) => Promise<void>,
): BackgroundWork {
  const budget = createTimeBudget();
  const ending = new AbortController();
  const { signal } = ending;
  const wait = (ms: number): Promise<void> => setTimeout(ms, undefined, { ref: false, signal });

  async function inTurn<T>(piece: () => Promise<T>): Promise<T> {
    await wait(budget.msUntilAny());
    const since = performance.now();
    try {
      return await piece();
    } finally {
      budget.spend(performance.now() - since);
    }
  }

  async function work(): Promise<void> {
    while (!signal.aborted) {
      try {
        await wait(everyMs);
        await pass(inTurn);
      } catch (error) {
        if (!signal.aborted) logger.warn({ err: error }, `${failure}, will be tried again`);
      }
    }
  }

  const working = work();
  return {
    async close() {
      ending.abort();
      await working;
    },
  };
}
