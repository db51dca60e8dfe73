import { setTimeout } from "node:timers/promises";
import { joinGateways } from "./join-gateways.ts";
import type { SettlerOptions } from "./settler-options.ts";
import { createTimeBudget } from "./time-budget.ts";

/** So long after something was written; what other adapters wrote is looked at this often. */
const DELAY_MS = 1_000;
const LOOK_AGAIN_MS = 10_000;

/** Looks in the background for what gateways tell. */
export interface Gateways {
  /** Says that runs were written. */
  wake(): void;
  /** Stops after what is under way. */
  close(): Promise<void>;
}

/** All is read from the database: a restart forgets nothing. A twentieth of the time at most is for it. */
export function createGateways(options: SettlerOptions): Gateways {
  const budget = createTimeBudget();
  const ending = new AbortController();
  let isWoken = true;
  let lookedAt = 0;

  const hasEnded = (): boolean => ending.signal.aborted;

  async function wait(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { ref: false, signal: ending.signal }).catch(() => {}); // the end is no error
  }

  async function work(): Promise<void> {
    while (!hasEnded()) {
      await wait(Math.max(DELAY_MS, budget.msUntilAny()));
      if (hasEnded() || !(isWoken || performance.now() - lookedAt > LOOK_AGAIN_MS)) continue;
      isWoken = false;
      lookedAt = performance.now();
      try {
        await joinGateways(options, hasEnded);
      } catch (error) {
        if (!hasEnded()) options.logger.warn({ err: error }, "calls through gateways not joined, will be tried again");
      }
      budget.spend(performance.now() - lookedAt);
    }
  }

  const working = work();
  return {
    wake() {
      isWoken = true;
    },
    async close() {
      ending.abort();
      await working;
    },
  };
}
