import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const now = Date.now();
const failing = createSampleRun({ seed: "keys", startedAt: now - 60_000, status: "error" });
const orphaned = createSampleRun({ seed: "keys of groups", startedAt: now - 80_000, status: "completed" });
orphaned.spans["orphan"] = { name: "step 0", parent: "never sent", startMs: 0, endMs: 2_000, attributes: {} };

const viewer = useViewer();

const toUrl = (run: SampleRun) => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;

async function openRun(run: SampleRun): Promise<Page> {
  const page = await viewer.open(toUrl(run));
  await page.locator(".waterfall-row").first().waitFor();
  return page;
}

const expectActive = (page: Page, label: string) =>
  expect.poll(() => page.locator(".waterfall-row.is-active .row-label").textContent()).toBe(label);

const hasFocus = (locator: Locator) => locator.evaluate((element) => element === document.activeElement);

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [failing, orphaned]);
});

describe("the keys of a run page", () => {
  it("work as soon as it is open: nothing has the focus then, and the first of them gives it to the waterfall", async () => {
    const page = await openRun(failing);
    await expect.poll(() => hasFocus(page.locator("body"))).toBe(true);
    await page.keyboard.press("j");
    await expectActive(page, "run Harbour Guide");
    await page.keyboard.press("ArrowDown");
    await expectActive(page, "embedding text-embedding-3-small");
    await expect.poll(() => hasFocus(page.getByRole("treegrid"))).toBe(true);
  });

  it("work after a click beside everything, too, and letters wherever the focus is", async () => {
    const page = await openRun(failing);
    await page.locator(".run-figures").click();
    await page.keyboard.press("End");
    await expectActive(page, "evaluator REFLECTION");
    await page.getByRole("button", { name: /^Actions/ }).focus();
    await page.keyboard.press("k");
    await expectActive(page, "model call gpt-4o-mini");
    await expect.poll(() => hasFocus(page.getByRole("treegrid"))).toBe(true);
  });

  it("leave those of a control to it: what is typed into a field, the arrows of tabs", async () => {
    const page = await openRun(failing);
    const field = page.getByLabel("Search spans");
    await field.focus();
    await page.keyboard.type("jz");
    await expect.poll(() => field.inputValue()).toBe("jz");
    await page.getByRole("tab", { name: /Waterfall/ }).focus();
    await page.keyboard.press("End");
    await page.locator(".run-events").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.locator(".waterfall-row").first().waitFor();
    await expect.poll(() => page.locator(".waterfall-row.is-active").count()).toBe(0);
  });

  it("go on in the waterfall after Enter in the search, which goes to the first match", async () => {
    const page = await openRun(failing);
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("/");
    await page.keyboard.type("execute_tool");
    await page.getByText("3 found").waitFor();
    await page.keyboard.press("Enter");
    await expectActive(page, "action GET_WEATHER");
    await expect.poll(() => hasFocus(page.getByRole("treegrid"))).toBe(true);
    await page.keyboard.press("n");
    await expectActive(page, "action BOOK_TABLE");
    await page.keyboard.press("/");
    await page.keyboard.press("Shift+Enter");
    await expectActive(page, "action REPLY");
  });

  it("stay in the search when nothing is found", async () => {
    const page = await openRun(failing);
    const field = page.getByLabel("Search spans");
    await field.fill("no row says this");
    await page.getByText("0 found").waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => hasFocus(field)).toBe(true);
  });

  it("is walked and worked by keyboard alone", async () => {
    const page = await openRun(failing);
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expectActive(page, "model call gpt-4o-mini");
    await page.keyboard.press("End");
    await expectActive(page, "evaluator REFLECTION");
    await page.keyboard.press("e");
    await expectActive(page, "infrastructure span POST tables.example.com/bookings");
    await page.keyboard.press("e");
    await expectActive(page, "infrastructure span POST tables.example.com/bookings");
    await page.keyboard.press("ArrowLeft");
    await expectActive(page, "action BOOK_TABLE");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator(".waterfall-row.is-active").getAttribute("aria-expanded")).toBe("false");
    await page.keyboard.press("Enter");
    await page.waitForURL(showsSpan(toSpanId(failing, "table")));
    await page.getByRole("complementary", { name: "Span details" }).waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL(showsSpan(null));
    await page.keyboard.press("/");
    await page.keyboard.type("bookings");
    await page.getByText("1 found").waitFor();
    await page.keyboard.press("Enter");
    await expectActive(page, "infrastructure span POST tables.example.com/bookings");
  });

  it("takes its keys also from the tab Events, where the waterfall is not on screen", async () => {
    const page = await openRun(failing);
    const openEvents = () => page.getByRole("tab", { name: /Events/ }).click();
    await openEvents();
    await page.keyboard.press("e");
    await expect.poll(() => hasFocus(page.getByRole("treegrid"))).toBe(true);
    await expectActive(page, "infrastructure span POST tables.example.com/bookings");
    await openEvents();
    await page.keyboard.press("/");
    await page.keyboard.type("bookings");
    await page.getByText("1 found").waitFor();
  });

  it("leaves the focus where it is on Esc when there are no details to close", async () => {
    const page = await openRun(failing);
    const tab = page.getByRole("tab", { name: /Waterfall/ });
    await tab.focus();
    await page.keyboard.press("Escape");
    await expect.poll(() => hasFocus(tab)).toBe(true);
  });

  it("opens and closes a group by Enter, as by a click", async () => {
    const page = await openRun(orphaned);
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("End");
    await page.getByRole("row", { name: /step 0/ }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("row", { name: /step 0/ }).count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: /step 0/ }).waitFor();
  });
});

it("the details of a row are two stops behind it: the kinds below the rows are one, and arrows go through them", async () => {
  const page = await openRun(failing);
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const isInDrawer = () => page.evaluate(() => document.activeElement?.closest(".span-drawer") !== null);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator(".span-drawer").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect.poll(focused).toMatch(/^Runs/);
  await page.keyboard.press("End");
  await expect.poll(focused).toMatch(/^Infrastructure/);
  await page.keyboard.press("ArrowRight");
  await expect.poll(focused).toMatch(/^Runs/);
  for (let stop = 0; stop < 2 && !(await isInDrawer()); stop += 1) await page.keyboard.press("Tab");
  await expect.poll(isInDrawer).toBe(true);
  await page.keyboard.press("Escape");
  await expect.poll(() => page.locator(".span-drawer").count()).toBe(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("treegrid");
});
