import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendPlainTrace, toTraceId } from "./sample-trace.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const now = Date.now();
const failing = createSampleRun({ seed: "address", startedAt: now - 60_000, status: "error" });
const earlier = createSampleRun({ seed: "address, earlier", startedAt: now - 90_000, status: "completed" });
const viewer = useViewer();
const path = `/${SAMPLE_AGENT.id}/runs/${failing.runId}`;

async function openRun(query = ""): Promise<Page> {
  const page = await viewer.open(`${viewer.adapter.url}${path}${query}`);
  await page.locator(".waterfall-row, .span-table tbody tr").first().waitFor();
  return page;
}

const toQuery = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const told = (page: Page) => page.locator(".told-line").textContent();

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [failing, earlier]);
});

describe("the address of a run", () => {
  it("says what is searched for, closed, hidden, zoomed to and marked, and shows that again", async () => {
    const page = await openRun();
    const rows = page.locator(".waterfall-row");
    await page.getByLabel("Search spans").fill("weather");
    await page.getByRole("button", { name: /^Evaluators/ }).click();
    await page.getByRole("row", { name: /^action BOOK_TABLE/ }).click();
    await page.keyboard.press("z");
    await page.keyboard.press("c");
    await page.keyboard.press("ArrowLeft");
    await expect
      .poll(() => toQuery(page))
      .toMatchObject({
        q: "weather",
        hide: "evaluator",
        span: toSpanId(failing, "table"),
        fold: toSpanId(failing, "table"),
        t: expect.stringMatching(/^[\d.]+\.\.[\d.]+$/),
        path: "1",
      });
    const before = [page.url(), await rows.allTextContents(), await page.locator(".axis .tick").allTextContents()];
    await page.reload();
    await rows.first().waitFor();
    await expect
      .poll(async () => [page.url(), await rows.allTextContents(), await page.locator(".axis .tick").allTextContents()])
      .toEqual(before);
    await expect.poll(() => page.getByLabel("Search spans").inputValue()).toBe("weather");
    await expect
      .poll(() => page.getByRole("button", { name: /^Critical path/ }).getAttribute("aria-pressed"))
      .toBe("true");
  });

  it("says which view, how the table is sorted and narrowed, and which tab of the details is open", async () => {
    const page = await openRun();
    await page.keyboard.press("t");
    await page.getByRole("button", { name: "Duration" }).click();
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.locator(".span-table tbody button").first().click();
    const details = page.getByRole("complementary", { name: "Span details" });
    await details.getByRole("tab", { name: /^Attributes/ }).click();
    await expect
      .poll(() => toQuery(page))
      .toMatchObject({ view: "table", sort: "duration", order: "desc", state: "failed", tab: "attributes" });
    await page.reload();
    await expect.poll(() => page.getByRole("tab", { name: "Table" }).getAttribute("aria-selected")).toBe("true");
    await expect.poll(() => page.locator(".span-table [aria-sort]").textContent()).toBe("Duration");
    await expect
      .poll(() => details.getByRole("tab", { name: /^Attributes/ }).getAttribute("aria-selected"))
      .toBe("true");
    await page.getByRole("button", { name: "Failed", exact: true, pressed: true }).waitFor();
  });

  it("follows the way back, and shows the run as it is at first where it says nothing", async () => {
    const page = await viewer.open(`${viewer.adapter.url}${path}?view=events`);
    await page.locator(".run-events").waitFor();
    await page.evaluate((to) => document.querySelector<HTMLAnchorElement>(".brand")?.setAttribute("href", to), path);
    await page.locator(".brand").click();
    await page.getByRole("treegrid").waitFor();
    await page.goBack();
    await expect.poll(() => page.locator(".run-events").count()).toBe(1);
  });

  it("may name the run alone, or its trace as Jaeger's links do", async () => {
    const page = await openRun();
    await page.goto(`${viewer.adapter.url}/runs/${failing.runId}`);
    await page.waitForURL(`${viewer.adapter.url}${path}`);
    await page.goto(`${viewer.adapter.url}/trace/${failing.traceId}?uiFind=refused`);
    await page.getByRole("treegrid").waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
    await expect.poll(() => page.getByLabel("Search spans").inputValue()).toBe("refused");
    await sendPlainTrace(viewer.adapter.url, "address of a trace", now - 5_000, {});
    await page.goto(`${viewer.adapter.url}/trace/${toTraceId("address of a trace")}`);
    await page.getByRole("treegrid").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/trace/${toTraceId("address of a trace")}`);
  });

  it("of a span that is not there is told", async () => {
    const page = await openRun("?span=ffffffffffffffff");
    await page.getByText("The span ffffffffffffffff is not in this run.").waitFor();
    await expect.poll(() => page.locator(".span-drawer").count()).toBe(0);
    await page.getByRole("link", { name: "Look for it in the whole trace" }).click();
    await page.getByText("The span ffffffffffffffff is not in this trace.").waitFor();
    await page.getByRole("treegrid").press("j");
    await expect.poll(() => page.url()).toContain(`/trace/${failing.traceId}?`);
  });
});

describe("keys of a run that act on the page as a whole", () => {
  it("close and open all rows, and say so where nothing changes", async () => {
    const page = await openRun();
    const rows = page.locator(".waterfall-row");
    await page.keyboard.press("]");
    const all = failing.spans && Object.keys(failing.spans).length;
    await expect
      .poll(async () => Number(await page.getByRole("treegrid").getAttribute("aria-rowcount")))
      .toBeGreaterThanOrEqual(all);
    await page.keyboard.press("[");
    await expect
      .poll(() => rows.evaluateAll((each) => Math.max(...each.map((row) => Number(row.getAttribute("aria-level"))))))
      .toBe(2);
    await page.keyboard.press("[");
    await expect.poll(() => told(page)).toBe("All rows are closed.");
    await page.keyboard.press("-");
    await expect.poll(() => told(page)).toBe("The whole time is shown.");
    await page.keyboard.press("f");
    await expect.poll(() => told(page)).toBe("Nothing goes on that could be followed.");
  });

  it("copy the link and the command, go to the next run of the list also where none was opened, and to the list", async () => {
    const page = await openRun();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await page.keyboard.press("y");
    await expect.poll(copied).toBe(page.url());
    await page.keyboard.press("Y");
    await expect
      .poll(copied)
      .toBe(`curl -s '${viewer.adapter.url}/api/agents/${SAMPLE_AGENT.id}/runs/${failing.runId}'`);
    await page.keyboard.press("J");
    await page.waitForURL(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${earlier.runId}`);
    await page.locator(".waterfall-row").first().waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.locator(".run-list").waitFor();
  });

  it("choose the run, and on another one compare both", async () => {
    const page = await openRun();
    await page.keyboard.press("x");
    await page.getByText("Choose another run to compare with").waitFor();
    await page
      .getByRole("link", { name: /Completed/ })
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/compare");
  });

  it("of one character can be switched off", async () => {
    const page = await openRun();
    await page.keyboard.press("?");
    await page.getByLabel("Keys of one character, in this browser").uncheck();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "hidden" }); // it closes a moment later, and has the keys until then
    await page.keyboard.press("t");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.locator(".waterfall-row.is-active").count()).toBe(1);
    await page.getByRole("button", { name: "Keys" }).click();
    await page.getByLabel("Keys of one character, in this browser").check();
  });
});
