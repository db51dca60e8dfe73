import { createBackgroundWork, type BackgroundWork } from "./background-work.ts";
import { createGatewayPass } from "./join-gateways.ts";
import type { SettlerOptions } from "./settler-options.ts";

/** So long after something was written; what other adapters wrote is looked at this often. */
const DELAY_MS = 1_000;
const LOOK_AGAIN_MS = 10_000;

/** Looks in the background for what gateways tell. */
export interface Gateways extends BackgroundWork {
  /** Says that runs were written. */
  wake(): void;
}

/** All is read from the database: a restart forgets nothing. */
export function createGateways({ logger, ...options }: SettlerOptions): Gateways {
  const joinGateways = createGatewayPass(options);
  let isWoken = true;
  let lookedAt = 0;

  const work = createBackgroundWork(
    { everyMs: DELAY_MS, logger, failure: "calls through gateways not joined" },
    async (inTurn) => {
      if (!isWoken && performance.now() - lookedAt < LOOK_AGAIN_MS) return;
      isWoken = false;
      lookedAt = performance.now();
      await joinGateways(inTurn);
    },
  );
  return {
    ...work,
    wake() {
      isWoken = true;
    },
  };
}
