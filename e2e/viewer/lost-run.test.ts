import { expect, it, onTestFinished } from "vitest";
import { startAdapterOn } from "../../test-support/open-adapter.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";
import { ageHeartbeats } from "../support/age-heartbeats.ts";
import { openBrowser, openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

it("a run that was heard of no more says so in the list, in its page and at its spans, and grows no further", async () => {
  const stored = await createTestDatabase("postgres");
  onTestFinished(() => stored.drop());
  const first = await startAdapterOn(stored);
  const run = createSampleRun({ seed: "lost", startedAt: Date.now() - 3_600_000, status: "started" });
  await sendRuns(first.url, [run]);
  await first.stop();
  await ageHeartbeats(stored.options);

  const second = await startAdapterOn(stored);
  onTestFinished(async () => {
    await second.stop();
  });
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const page = await openViewer(browser, `${second.url}/${SAMPLE_AGENT.id}`);
  const row = page.locator(".run-list tbody tr");
  await expect.poll(() => row.locator(".row-link").textContent()).toContain("Lost: ");
  await expect.poll(() => row.locator(".cell-cause").textContent()).toMatch(/^last heard of after /);
  await expect.poll(() => row.locator(".cell-duration").textContent()).toBe("unknown");
  // The chart and the filter take it for lost as well: for them it goes on no more.
  const charted = page.locator(".chart-words").first();
  await expect.poll(() => charted.textContent()).toBe("1 run 1 lost");
  const showOnly = async (status: string) => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const filter = page.getByRole("dialog", { name: "Filter" });
    await filter.getByLabel("Status").selectOption(status);
    await filter.getByRole("button", { name: "Apply" }).click();
  };
  await showOnly("Running");
  await page.getByText("No run matches these filters").waitFor();
  await showOnly("Lost");
  await expect.poll(() => row.count()).toBe(1);
  expect(new URL(page.url()).search).toBe("?status=lost");
  await expect.poll(() => charted.textContent()).toBe("1 run 1 lost");
  await row.locator(".row-link").click();
  await page.getByRole("row", { name: /action BOOK_TABLE.*lost/ }).waitFor();
  const badge = page.locator(".run-header .status-badge");
  await expect.poll(() => badge.textContent()).toBe("Lost");
  const line = page.getByRole("note", { name: "What was heard of the run last" });
  await expect.poll(() => line.textContent()).toMatch(/^BOOK_TABLE.*last heard of .+ after the start, .+ ago/);
  await expect.poll(() => badge.getAttribute("title")).toBe("Lost: nothing was heard of it for too long");
  await expect.poll(() => page.locator(".bar.is-lost").count()).toBeGreaterThan(0);
  await expect.poll(() => page.locator(".bar.is-open").count()).toBe(0);
});
