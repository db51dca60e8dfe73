import { signal, type ReadonlySignal } from "@preact/signals";
import { waitForServer } from "../api/wait-for-server.ts";
import { writeStorage } from "./write-storage.ts";

/** A part of the program that comes when it is needed. */
export interface PartModel<Part> {
  /** `undefined` while it has not come. */
  part: ReadonlySignal<Part | undefined>;
  /**
   * Says that it could not be fetched: `away` while it comes with the page, which is loaded again once the server is there; the error
   * where that was done already.
   */
  problem: ReadonlySignal<"away" | Error | undefined>;
  /** Asks for it, the first time. */
  ask: () => void;
}

/**
 * Makes the model of a part. Browsers remember of a script that it could not be fetched, and never ask for it again: only another page can
 * have it. Its address says all that is shown. A part that the next page lacks as well is kept away by something else than the server, such
 * as a blocker: the tab loads no further page for that part of this build by itself.
 */
export function createPartModel<Part>(load: () => Promise<Part>): PartModel<Part> {
  const part = signal<Part | undefined>(undefined);
  const problem = signal<"away" | Error | undefined>(undefined);
  const name = String(load); // has the name of its script, with the hash of this build
  let asked: Promise<void> | undefined;

  async function reloadOnce(reason: Error): Promise<void> {
    problem.value = "away";
    await waitForServer();
    if (!sessionStorage.getItem(name) && writeStorage(sessionStorage, name, "reloaded")) location.reload();
    else problem.value = reason;
  }

  return {
    part,
    problem,
    ask: () => void (asked ??= load().then((loaded) => void (part.value = loaded), reloadOnce)),
  };
}
