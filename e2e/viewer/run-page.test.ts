import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { openBrowser, openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

const DEPTH = 200;
const SIBLINGS = 5_000;

const now = Date.now();
const failing = createSampleRun({ seed: "run page", startedAt: now - 60_000, status: "error" });
const timedOut = createSampleRun({ seed: "timed out", startedAt: now - 70_000, status: "timeout" });
const deep = createBigRun("deep", (index) => (index === 0 ? "run" : `span ${index - 1}`), DEPTH);
const wide = createBigRun("wide", () => "run", SIBLINGS);

let adapter: Adapter;
let browser: Browser;

/** A completed run with many more spans. */
function createBigRun(seed: string, parentOf: (index: number) => string, count: number): SampleRun {
  const run = createSampleRun({ seed, startedAt: now - 80_000, status: "completed" });
  for (let index = 0; index < count; index++) {
    run.spans[`span ${index}`] = {
      name: `step ${index}`,
      parent: parentOf(index),
      startMs: index / 10,
      endMs: 2_000,
      attributes: {},
    };
  }
  return run;
}

const toUrl = (run: SampleRun) => `${adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;

async function openRun(run: SampleRun): Promise<Page> {
  const page = await openViewer(browser, toUrl(run));
  await page.locator(".waterfall-row").first().waitFor();
  return page;
}

beforeAll(async () => {
  [adapter, browser] = await Promise.all([openAdapter(), openBrowser()]);
  await sendRuns(adapter.url, [failing, timedOut, deep, wide]);
});

afterAll(async () => {
  await browser.close();
  await adapter.stop();
});

describe("the waterfall", () => {
  it("nests every span of the run: plan, actions, model calls and infrastructure", async () => {
    const page = await openRun(failing);
    const rows = await page
      .locator(".waterfall-row")
      .evaluateAll((all) =>
        all.map((row) => `${row.getAttribute("aria-level")} ${row.querySelector(".row-label")?.textContent}`),
      );
    expect(rows).toEqual([
      "1 run Harbour Guide",
      "2 embedding text-embedding-3-small",
      "2 composed state compose_state",
      "2 model call gpt-4o-mini",
      "2 plan plan",
      "3 action GET_WEATHER",
      "4 infrastructure span GET",
      "4 infrastructure span INSERT forecast_cache",
      "4 model call gpt-4o-mini",
      "3 action BOOK_TABLE",
      "4 infrastructure span POST",
      "3 action REPLY",
      "4 model call gpt-4o-mini",
      "4 model call gpt-4o-mini",
      "2 evaluator REFLECTION",
    ]);
  });

  it("marks what failed with its message, in words and not by colour alone", async () => {
    const page = await openRun(failing);
    const row = page.getByRole("row", { name: /action BOOK_TABLE.*error/ });
    expect(await row.locator(".note").textContent()).toContain("ECONNREFUSED");
    expect(await page.locator(".run-error").textContent()).toContain("No table was booked");
    await page.goto(toUrl(timedOut));
    await page.getByRole("row", { name: /run Harbour Guide timeout/ }).waitFor();
  });

  it("sums the tokens and the cost of the model calls", async () => {
    const page = await openRun(failing);
    await expect.poll(() => page.locator(".run-facts").textContent()).toContain("Tokens3,578Cost$0.00070");
  });

  it("hides a kind and keeps what is below it", async () => {
    const page = await openRun(failing);
    await page.getByRole("button", { name: /^Actions/ }).click();
    await expect.poll(() => page.locator(".waterfall-row .kind-action").count()).toBe(0);
    const call = page.getByRole("row", { name: /infrastructure span POST/ });
    await expect.poll(() => call.getAttribute("aria-level")).toBe("3");
  });

  it("zooms to what is dragged over in the map, and by its sliders", async () => {
    const page = await openRun(failing);
    const map = await page.locator(".minimap canvas").boundingBox();
    if (!map) throw new Error("The map is not on screen.");
    await page.mouse.move(map.x + map.width * 0.4, map.y + 20);
    await page.mouse.down();
    await page.mouse.move(map.x + map.width * 0.6, map.y + 20, { steps: 5 });
    await page.mouse.up();
    const showAll = page.getByRole("button", { name: "Show everything" });
    await showAll.waitFor();
    await page.keyboard.press("Z");
    await expect.poll(() => showAll.count()).toBe(0);
    await page.getByRole("slider", { name: "Shown from" }).focus();
    await page.keyboard.press("PageUp");
    await showAll.click();
    await expect.poll(() => showAll.count()).toBe(0);
  });

  it("shows a run 200 levels deep", async () => {
    const page = await openRun(deep);
    await page.getByRole("treegrid").focus();
    await page.getByLabel("Search spans").fill(`step ${DEPTH - 1}`);
    await page.keyboard.press("Enter");
    const row = page.locator(".waterfall-row.is-active");
    await expect.poll(() => row.getAttribute("aria-level")).toBe(String(DEPTH + 1));
  });

  it("keeps few rows in the page however many spans there are, and reaches the last one", async () => {
    const page = await openRun(wide);
    const grid = page.getByRole("treegrid");
    // A run of this size comes in parts.
    await expect.poll(() => grid.getAttribute("aria-rowcount"), { timeout: 20_000 }).toBe(String(SIBLINGS + 16));
    await grid.focus();
    await page.keyboard.press("End");
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    await expect.poll(() => page.locator(".waterfall-row").count()).toBeLessThanOrEqual(60);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowLeft");
    await page.getByLabel("Search spans").fill(`step ${SIBLINGS - 1}`);
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: `step ${SIBLINGS - 1}` }).waitFor();
    await expect
      .poll(() =>
        page
          .locator(".waterfall-row.is-active")
          .evaluate((row) => row.getBoundingClientRect().bottom <= window.innerHeight),
      )
      .toBe(true);
  });
});

it("copying says that it is not allowed where there is no clipboard, as on plain HTTP", async () => {
  const page = await openViewer(browser, "about:blank");
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }));
  await page.goto(toUrl(failing));
  const button = page.locator(".run-title .copy-button");
  await button.click();
  await expect.poll(() => button.textContent()).toContain("Not allowed");
});
