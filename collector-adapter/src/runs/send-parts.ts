import type { Response } from "express";

/** Type of an answer that comes line by line. */
export const LINES = "application/x-ndjson";

/** A reader that takes nothing for this long is taken for gone: there are few places for large reads. */
const MAX_WAIT_MS = 30_000;

/** Aborted when the reader of an answer leaves before its end: whoever works for it stops. */
export function createLeaveSignal(response: Response): AbortSignal {
  const leaving = new AbortController();
  response.once("close", () => leaving.abort());
  return leaving.signal;
}

/**
 * Sends an answer part by part, as fast as it is read; nothing more once its reader has left. An error before the first part is thrown
 * before anything is sent.
 */
export async function sendParts(response: Response, type: string, parts: AsyncIterable<string>): Promise<void> {
  const waitForRoom = createWaiting(response);
  try {
    for await (const part of parts) {
      if (response.destroyed) return;
      if (!response.headersSent) response.type(type).set("cache-control", "no-store");
      const isTaken = response.write(part);
      response.flush(); // compressed parts are to be read before the last one comes
      if (!isTaken && !response.destroyed) await waitForRoom();
    }
  } catch (error) {
    if (response.destroyed) return; // the reader has left, which is what stopped the work
    throw error;
  }
  response.end();
}

/** Gives a function that resolves when more can be written, or never will be. One listener for all: compression takes none off again. */
function createWaiting(response: Response): () => Promise<void> {
  let go = (): void => {};
  response.on("drain", () => go());
  response.on("close", () => go());
  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(() => response.destroy(), MAX_WAIT_MS);
      go = () => {
        clearTimeout(timer);
        resolve();
      };
    });
}
