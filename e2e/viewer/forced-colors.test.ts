import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

const viewer = useViewer();

/** What a person sees of an element without colours of ours, as far as it can differ. */
async function lookOf(element: Locator): Promise<string> {
  return element.evaluate((node) => {
    const { fill, stroke, strokeDasharray, backgroundColor, backgroundImage, borderStyle, outlineStyle } =
      getComputedStyle(node);
    return [fill, stroke, strokeDasharray, backgroundColor, backgroundImage, borderStyle, outlineStyle].join(" | ");
  });
}

/** The colours that the browser gives to a person who has chosen some. */
async function readSystemColors(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ["Canvas", "CanvasText", "Highlight", "GrayText", "LinkText", "SelectedItem", "SelectedItemText"].map((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.setProperty("forced-color-adjust", "none");
      probe.style.color = name;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }),
  );
}

async function openForced(path: string) {
  const page = await viewer.open(`${viewer.adapter.url}${path}`);
  await page.emulateMedia({ forcedColors: "active" });
  return page;
}

it("charts have the colours of the person, and their series are told from each other by their looks", async () => {
  const statuses = ["completed", "error", "timeout", "started"] as const;
  const now = Date.now();
  const runs = statuses.map((status, index) =>
    createSampleRun({ seed: `forced ${status}`, startedAt: now - 9_000 - 1_000 * index, status }),
  );
  await sendRuns(viewer.adapter.url, runs);
  const page = await openForced("/");
  const charts = page.locator(".run-charts");
  await charts.locator(".bar-started").first().waitFor();

  const system = await readSystemColors(page);
  const drawn = await charts
    .locator(".chart-plot :is(rect, path)")
    .evaluateAll((nodes) => nodes.flatMap((node) => [getComputedStyle(node).fill, getComputedStyle(node).stroke]));
  expect(drawn.filter((color) => color !== "none" && !system.includes(color))).toEqual([]);

  for (const series of [
    statuses.map((status) => `bar-${status}`),
    ["line-p50", "line-p95", "line-p99"],
    ["bar-input", "bar-output"],
  ]) {
    const looks = await Promise.all(series.map((name) => lookOf(charts.locator(`.${name}`).first())));
    expect(new Set(looks).size, `${series.join(", ")}: ${looks.join("; ")}`).toBe(series.length);
  }
});

it("what is chosen differs from what is not", async () => {
  const run = createSampleRun({ seed: "chosen", startedAt: Date.now() - 9_000, status: "error" });
  await sendRuns(viewer.adapter.url, [run]);
  const page = await openForced("/");
  const expectChosen = async (chosen: Locator, other: Locator) =>
    expect.poll(() => lookOf(chosen.first())).not.toBe(await lookOf(other.first()));
  await page.locator(".run-list tbody tr").first().waitFor();
  await expectChosen(page.locator(".app-nav a[aria-current]"), page.locator(".app-nav a:not([aria-current])"));
  await expectChosen(page.locator(".list-views a[aria-current]"), page.locator(".list-views a:not([aria-current])"));

  await page.goto(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
  const path = page.getByRole("button", { name: /^Critical path/ });
  await path.click();
  await expectChosen(path, page.getByRole("button", { name: "Share" }));
  await expectChosen(page.getByRole("tab", { selected: true }), page.getByRole("tab", { selected: false }));
  const failed = page.locator(".bar.is-culprit").first();
  const system = await readSystemColors(page);
  expect(system).toContain(await failed.evaluate((node) => getComputedStyle(node).backgroundColor));
});

it("what lies over the page has an edge", async () => {
  const page = await openForced("/");
  const edgeOf = (dialog: Locator) =>
    dialog.evaluate((node) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(node);
      return [borderTopStyle, borderTopWidth];
    });
  await page.getByRole("button", { name: /agents/ }).click();
  expect(await edgeOf(page.locator(".popover"))).toEqual(["solid", "1px"]);
  await page.keyboard.press("Control+k");
  expect(await edgeOf(page.locator(".palette"))).toEqual(["solid", "1px"]);
});
