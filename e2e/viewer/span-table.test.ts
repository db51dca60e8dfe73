import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const STEPS = 3_000;

/** A busy machine takes its time. */
const SOON = { timeout: 20_000 };

const viewer = useViewer();
const now = Date.now();
const failing = createSampleRun({ seed: "table failing", startedAt: now - 60_000, status: "error" });
const large = createSampleRun({ seed: "table large", startedAt: now - 90_000, status: "completed" });
for (let index = 0; index < STEPS; index++) {
  const { forecast } = large.spans;
  if (forecast) large.spans[`step ${index}`] = { ...forecast, startMs: 600 + index / 10, endMs: 601 + index / 5 };
}

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [failing, large]);
});

async function openTable(runId: string): Promise<Page> {
  const page = await viewer.open(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${runId}`);
  await page.getByRole("tab", { name: "Table" }).click();
  await page.locator(".span-table tbody tr").first().waitFor();
  return page;
}

const readNames = (page: Page) => page.locator(".span-table tbody th button").allTextContents();

describe("the table of a run", () => {
  it("sorts its spans by any column, and narrows them by state, kind and search, with the sums of what is left", async () => {
    const page = await openTable(failing.runId);
    const sums = page.locator(".span-table tfoot");
    await expect.poll(() => sums.textContent()).toMatch(/^Σ 27 spans 3 failed.*3,220358\$0\.00070$/);
    await page.getByRole("button", { name: "Duration" }).click();
    await expect.poll(async () => (await readNames(page))[0]).toBe("run Harbour Guide");
    await expect.poll(() => page.locator("th.cell-duration").first().getAttribute("aria-sort")).toBe("descending");
    await page.getByRole("button", { name: "Tokens in" }).click();
    const tokens = () => page.locator("tbody .cell-input").allTextContents();
    await expect.poll(async () => (await tokens()).slice(0, 5)).toEqual(["934", "934", "812", "540", ""]);
    await page.getByRole("button", { name: "Tokens in" }).click();
    await expect.poll(async () => (await tokens()).slice(0, 5)).toEqual(["540", "812", "934", "934", ""]);

    await page.getByRole("button", { name: "Failed" }).click();
    await expect
      .poll(async () => (await readNames(page)).toSorted())
      .toEqual(["action BOOK_TABLE", "infrastructure span POST", "run Harbour Guide"]);
    await page.getByRole("searchbox", { name: "Search spans" }).fill("bookings");
    await expect.poll(() => readNames(page)).toEqual(["infrastructure span POST"]);
    await page.getByRole("button", { name: /^Infrastructure/ }).click();
    await expect.poll(() => sums.textContent()).toMatch(/^Σ 0 spans/);
  });

  it("shows the span that is chosen, wherever it was chosen", async () => {
    const page = await openTable(failing.runId);
    await page.locator("tbody tr", { hasText: "BOOK_TABLE" }).click();
    await page.waitForURL(showsSpan(toSpanId(failing, "table")));
    await page.getByRole("tab", { name: /Waterfall/ }).click();
    await page.locator(".waterfall-row.is-selected", { hasText: "BOOK_TABLE" }).waitFor();
    await page.locator(".waterfall-row", { hasText: "REFLECTION" }).click();
    await page.getByRole("tab", { name: "Table" }).click();
    await page.locator("tbody tr[aria-current]", { hasText: "REFLECTION" }).waitFor();
    await page.locator(".span-table-scroller").focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.locator("tbody tr[aria-current]").textContent()).not.toContain("REFLECTION");
  });

  it("has some rows of a large run in the page, whichever are in sight", async () => {
    const page = await openTable(large.runId);
    await expect.poll(() => page.locator(".span-table tfoot th").textContent(), SOON).toBe("Σ 3,027 spans");
    await page.getByRole("button", { name: "Itself" }).click();
    await page.locator(".span-table-scroller").evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await page.locator("tbody tr[aria-rowindex='3028']").waitFor();
    await expect.poll(() => page.locator(".span-table tbody tr").count()).toBeLessThan(60);
  });
});
