import { setTimeout as sleep } from "node:timers/promises";

/**
 * Makes the function that everything slow in the example waits with.
 *
 * @param {number} pace factor on every pause: 1 to watch the agent, 0 to be as fast as possible
 * @param {AbortSignal} [signal] once aborted, pauses end at once: what is going on finishes quickly
 * @returns {(ms: number) => Promise<void>}
 */
export function createPause(pace, signal) {
  return async (ms) => {
    try {
      await sleep(ms * pace, undefined, { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  };
}
