import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { expect, it, onTestFinished } from "vitest";
import { openPGlite } from "../../collector-adapter/src/database/pglite.ts";
import { launchBrowser } from "../support/browser.ts";
import { startAdapter } from "../support/start-adapter.ts";
import { openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, sendRuns } from "./sample-run.ts";

/** Lets an hour go by in which nothing was heard of any run: an open one is lost after 45 s. */
async function ageHeartbeats(dataDir: string): Promise<void> {
  const database = await openPGlite(dataDir, (error) => {
    throw error;
  });
  await database.query({ text: "update runs set heartbeat_at = heartbeat_at - interval '1 hour'" });
  await database.query({ text: "update open_spans set last_seen_at = last_seen_at - interval '1 hour'" });
  await database.close();
}

it("a run that was heard of no more says so in the list, in its page and at its spans, and grows no further", async () => {
  const home = await mkdtemp(join(tmpdir(), "runline-lost-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const first = await startAdapter({ dataDir: home });
  const run = createSampleRun({ seed: "lost", startedAt: Date.now() - 3_600_000, status: "started" });
  await sendRuns(first.url, [run]);
  await first.stop();
  await ageHeartbeats(home);

  const second = await startAdapter({ dataDir: home });
  onTestFinished(async () => {
    await second.stop();
  });
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const page = await openViewer(browser, `${second.url}/${SAMPLE_AGENT.id}`);
  const row = page.locator(".run-list tbody tr");
  await expect.poll(() => row.locator(".cell-status").textContent()).toBe("Lost");
  expect(await row.locator(".cell-duration").textContent()).toBe("unknown");
  await row.locator(".row-link").click();
  await page.getByRole("row", { name: /action BOOK_TABLE.*lost/ }).waitFor();
  const badge = page.locator(".run-title .status-badge");
  expect(await badge.textContent()).toBe("Lost");
  expect(await badge.getAttribute("title")).toBe("Lost: no heartbeat for 45 s");
  expect(await page.locator(".bar.is-open").count()).toBe(0);
  expect(await page.locator(".bar.is-lost").count()).toBeGreaterThan(0);
});
