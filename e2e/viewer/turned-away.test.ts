import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

const viewer = useViewer();
const HOSTILE = '<img src="x" onerror="document.title = 1">';

/** Sends something that Runline does not take. */
async function sendWrongly(type: string): Promise<void> {
  const headers = { "content-type": type, "user-agent": "python-requests/2.32" };
  const response = await fetch(`${viewer.adapter.url}/v1/traces`, { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(415);
}

it("what was turned away is noted in the header with what to change, until it was read and comes again", async () => {
  const { adapter } = viewer;
  await sendRuns(adapter.url, [createSampleRun({ seed: "a run", startedAt: Date.now() - 9_000, status: "completed" })]);
  const page = await viewer.open(adapter.url);
  await page.locator(".run-list tbody tr").waitFor();
  await expect.poll(() => page.getByRole("button", { name: /turned away/ }).count()).toBe(0);
  await page.clock.install();

  for (let count = 0; count < 3; count += 1) await sendWrongly(`text/${HOSTILE}`);
  await page.reload();
  await page.getByRole("button", { name: "1 turned away" }).click();
  const dialog = page.getByRole("dialog", { name: "Turned away" });
  await dialog.getByText(`The content type is text/${HOSTILE}`).waitFor();
  for (const words of [
    "POST /v1/traces",
    "415, 3 times",
    "python-requests/2.32",
    "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
  ]) {
    await expect.poll(() => dialog.textContent()).toContain(words);
  }
  await expect.poll(() => dialog.locator("img").count()).toBe(0);

  await dialog.getByRole("button", { name: /Put it away/ }).click();
  await expect.poll(() => page.getByRole("button", { name: /turned away/ }).count()).toBe(0);
  await sendWrongly("text/plain");
  await page.clock.runFor(10_000);
  await page.getByRole("button", { name: "1 turned away" }).waitFor();
});
