import { setTimeout as sleep } from "node:timers/promises";
import { ImportError } from "./import-error.ts";

/** What is started anew is back within this; afterwards the import ends, to be gone on with. */
const GIVE_UP_AFTER_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;

/**
 * Tries until it works, as long as the failure is one that may pass (`ImportError.retryAfterMs`).
 *
 * @throws ImportError the failure that does not pass, or the last one within a minute
 */
export async function retry<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const wantedMs = error instanceof ImportError ? error.retryAfterMs : undefined;
      if (wantedMs === undefined || Date.now() + wantedMs > giveUpAt) throw error;
      await sleep(Math.max(pauseMs, wantedMs), undefined, { signal });
    }
  }
}
