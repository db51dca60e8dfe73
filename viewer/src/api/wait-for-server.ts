/** Between two questions, in ms: twice as long each time. */
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 10_000;

/**
 * Waits until the server answers with the page that one is on.
 *
 * @returns whether it was away in between
 */
export async function waitForServer(pauseMs = FIRST_PAUSE_MS, wasAway = false): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const isThere = await fetch(location.href, { method: "HEAD" }).then(
    ({ ok }) => ok,
    () => false,
  );
  return isThere ? wasAway : waitForServer(Math.min(2 * pauseMs, MAX_PAUSE_MS), true);
}
