/** Before each question, in ms. */
const PAUSE_MS = 2_000;

/** Waits until the server answers with the page that one is on. */
export async function waitForServer(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const isThere = await fetch(location.href, { method: "HEAD" }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isThere) await waitForServer();
}
