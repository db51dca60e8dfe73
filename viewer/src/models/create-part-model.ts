import { signal, type ReadonlySignal } from "@preact/signals";
import { waitForServer } from "../api/wait-for-server.ts";

/** A part of the program that comes when it is needed. */
export interface PartModel<Part> {
  /** `undefined` while it has not come. */
  part: ReadonlySignal<Part | undefined>;
  /** Whether it could not be fetched: it comes with the page, which is loaded again once the server is there. */
  isAway: ReadonlySignal<boolean>;
  /** Asks for it, the first time. */
  ask: () => void;
}

/** A page this young that lacks a part of a server which was there all the time would lack it again. */
const MIN_AGE_MS = 30_000;

/**
 * Makes the model of a part. Browsers remember of a script that it could not be fetched, and never ask for it again: only another page can
 * have it. Its address says all that is shown.
 */
export function createPartModel<Part>(load: () => Promise<Part>): PartModel<Part> {
  const part = signal<Part | undefined>(undefined);
  const isAway = signal(false);
  let isAsked = false;

  async function reloadOnceThere(): Promise<void> {
    const wasAway = await waitForServer();
    if (wasAway || performance.now() > MIN_AGE_MS) location.reload();
    else await reloadOnceThere();
  }

  return {
    part,
    isAway,
    ask() {
      if (isAsked) return;
      isAsked = true;
      load().then(
        (loaded) => (part.value = loaded),
        () => {
          isAway.value = true;
          void reloadOnceThere();
        },
      );
    },
  };
}
