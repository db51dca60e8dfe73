import { ATTR_GEN_AI_INPUT_MESSAGES } from "@runline/contract";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const DEPTH = 200;
const SIBLINGS = 5_000;

const QUESTION = "Is the terrace open tonight?";

const now = Date.now();
const failing = createSampleRun({ seed: "run page", startedAt: now - 60_000, status: "error" });
const timedOut = createSampleRun({ seed: "timed out", startedAt: now - 70_000, status: "timeout" });
const deep = createBigRun("deep", (index) => (index === 0 ? "run" : `span ${index - 1}`), DEPTH);
const waiting = createSampleRun({ seed: "waiting", startedAt: now - 90_000, status: "completed" });
const idle = createSampleRun({ seed: "idle", startedAt: now - 120_000, status: "completed" });
const wide = createBigRun("wide", () => "run", SIBLINGS);

const viewer = useViewer();

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

const toMessage = (content: string) => ({ role: "user", parts: [{ type: "text", content }] });

const toUrl = (run: SampleRun) => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;

async function openRun(run: SampleRun): Promise<Page> {
  const page = await viewer.open(toUrl(run));
  await page.locator(".waterfall-row").first().waitFor();
  return page;
}

beforeAll(async () => {
  const { run } = failing.spans;
  if (run) run.attributes[ATTR_GEN_AI_INPUT_MESSAGES] = JSON.stringify([toMessage(QUESTION)]);
  const { weather, forecast, plan, run: slowRun } = waiting.spans;
  for (const span of [weather, forecast, plan, slowRun]) if (span?.endMs !== undefined) span.endMs += 4_000;
  const { reflection, run: idleRun } = idle.spans;
  if (reflection?.endMs !== undefined && idleRun?.endMs !== undefined && idle.spans["answer"]?.endMs !== undefined) {
    const laterMs = idle.spans["answer"].endMs + 20_000 - reflection.startMs;
    reflection.startMs += laterMs;
    reflection.endMs += laterMs;
    idleRun.endMs = reflection.endMs;
  }
  await sendRuns(viewer.adapter.url, [failing, timedOut, deep, wide, waiting, idle]);
});

describe("the head of the page", () => {
  it("says what was asked, of whom, by whom and what it took", async () => {
    const page = await openRun(failing);
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe(QUESTION);
    await expect.poll(() => page.title()).toBe(`${QUESTION} · Harbour Guide · Runline`);
    await expect
      .poll(() => page.locator(".run-meta").textContent())
      .toMatch(/Harbour Guide.* · (discord|telegram) in Room \w{8}/);
    await expect
      .poll(() => page.locator(".run-figures").textContent())
      .toMatch(/^Duration[\d.]+ sTokens3,578 tokCost\$0.00070$/);
  });

  it("says in one line why the run failed, and leads there", async () => {
    const page = await openRun(failing);
    const line = page.getByRole("note", { name: "Why the run failed" });
    await expect
      .poll(() => line.textContent())
      .toMatch(
        /^BOOK_TABLE › POST tables.example.com\/bookingsconnect ECONNREFUSED 203.0.113.7:443\d+ ms · \d+ % of the run/,
      );
    await line.getByRole("button", { name: /^Go to cause/ }).click();
    await page.waitForURL(showsSpan(toSpanId(failing, "booking")));
    const details = page.getByRole("complementary", { name: "Span details" });
    await expect
      .poll(() => details.getByRole("heading", { level: 2 }).textContent())
      .toBe("POST tables.example.com/bookings");
    await line.getByRole("link", { name: "Runs that failed the same way" }).click();
    await page.waitForURL(/fingerprint=/);
    await expect.poll(() => page.locator(".run-list .row-link").count()).toBe(1);
    await page.goto(toUrl(timedOut));
    await page.getByRole("note", { name: "Why the run timed out" }).waitFor();
  });

  it("says of a good run what is worth a second look, and nothing where nothing is", async () => {
    const page = await openRun(waiting);
    const line = page.getByRole("note", { name: "Worth a second look" });
    await expect
      .poll(() => line.textContent())
      .toMatch(/^GET api.example.com\/forecastkept the run waiting for [\d.]+ s\d+ % of the run/);
    await page.keyboard.press("e");
    await expect
      .poll(() => page.locator(".waterfall-row.is-active .row-label").textContent())
      .toBe("infrastructure span GET api.example.com/forecast");
    await page.goto(toUrl(deep));
    await page.locator(".waterfall-row").first().waitFor();
    await expect.poll(() => page.locator(".step-line").count()).toBe(0);
  });

  it("leads to the next and the previous run of the list one came from, by click and by key", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/${SAMPLE_AGENT.id}`);
    await page.locator(".row-link").first().waitFor();
    const hrefs = await page.locator(".row-link").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    await page.locator(".row-link").first().click();
    await page.waitForURL(`${viewer.adapter.url}${hrefs[0]}`);
    await expect.poll(() => page.getByRole("link", { name: "Previous run" }).count()).toBe(0);
    await page.getByRole("link", { name: "Next run" }).click();
    await page.waitForURL(`${viewer.adapter.url}${hrefs[1]}`);
    await page.keyboard.press("J");
    await page.waitForURL(`${viewer.adapter.url}${hrefs[2]}`);
    await page.keyboard.press("K");
    await page.waitForURL(`${viewer.adapter.url}${hrefs[1]}`);
  });
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
      "4 infrastructure span GET api.example.com/forecast",
      "4 infrastructure span INSERT forecast_cache",
      "4 model call gpt-4o-mini",
      "3 action BOOK_TABLE",
      "4 infrastructure span POST tables.example.com/bookings",
      "3 action REPLY",
      "4 model call gpt-4o-mini",
      "4 model call gpt-4o-mini",
      "2 evaluator REFLECTION",
    ]);
  });

  it("marks what failed with its message, in words and not by colour alone", async () => {
    const page = await openRun(failing);
    const row = page.getByRole("row", { name: /^infrastructure span POST tables.example.com\/bookings error/ });
    await expect.poll(() => row.locator(".second-line").textContent()).toBe("connect ECONNREFUSED 203.0.113.7:443");
    // What failed because of that has its mark, and no words of its own.
    const around = page.getByRole("row", { name: /^action BOOK_TABLE error/ });
    await expect.poll(() => around.locator(".second-line").count()).toBe(0);
    await expect.poll(() => around.locator(".bar.is-passed").count()).toBe(1);
    await expect.poll(() => page.locator(".bar.is-culprit").count()).toBe(1);
    await page.goto(toUrl(timedOut));
    await page.getByRole("row", { name: /run Harbour Guide timeout/ }).waitFor();
  });

  it("sums up what is inside a closed row: tokens, cost, and what failed", async () => {
    const page = await openRun(failing);
    const row = page.getByRole("row", { name: /^action GET_WEATHER/ });
    await expect.poll(() => row.locator(".row-detail").textContent()).toBe(' place: "harbour"');
    await row.locator(".fold").click();
    await expect.poll(() => row.locator(".row-sum").textContent()).toBe("Σ 600 tok · $0.00012");
    await page
      .getByRole("row", { name: /^action BOOK_TABLE/ })
      .locator(".fold")
      .click();
    await page.getByRole("row", { name: /^action BOOK_TABLE error 1 failed inside/ }).waitFor();
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

  it("zooms by the wheel with Ctrl, by keys and by a double click, and moves by a drag", async () => {
    const page = await openRun(failing);
    const ticks = () => page.locator(".axis .tick").allTextContents();
    const all = await ticks();
    const showAll = page.getByRole("button", { name: "Show everything" });
    const bars = await page.locator(".waterfall-row .cell-timeline").first().boundingBox();
    if (!bars) throw new Error("The rows are not on screen.");
    const [x, y] = [bars.x + bars.width / 2, bars.y + 12];
    await page.mouse.move(x, y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -800);
    await page.keyboard.up("Control");
    await showAll.waitFor();
    const zoomed = await ticks();
    expect(zoomed).not.toEqual(all);
    await page.mouse.down();
    await page.mouse.move(x - 200, y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(ticks).not.toEqual(zoomed);
    expect(new URL(page.url()).searchParams.has("span")).toBe(false); // a drag is not a click: it opens no row
    await page.mouse.dblclick(x, y);
    await expect.poll(ticks).toEqual(all);
    await page.keyboard.press("+");
    await showAll.waitFor();
    const near = await ticks();
    await page.keyboard.press("a");
    await expect.poll(ticks).not.toEqual(near);
    await page.keyboard.press("d");
    await expect.poll(ticks).toEqual(near);
    await page.keyboard.press("-");
    await expect.poll(() => showAll.count()).toBe(0);
  });

  it("names idle time and gives it little room when asked to, by key and by button", async () => {
    const page = await openRun(idle);
    await expect.poll(() => page.locator(".axis .gap-length").allTextContents()).toEqual(["Idle 20.0 s"]);
    await page.keyboard.press("i");
    await expect.poll(() => page.locator(".idle.is-compressed").count()).toBe(1);
    await expect.poll(() => page.locator(".axis .gap-length").textContent()).toBe("20.0 s");
    const button = page.getByRole("button", { name: /^Compress idle/ });
    await expect.poll(() => button.getAttribute("aria-pressed")).toBe("true");
    await button.click();
    await expect.poll(() => page.locator(".idle.is-compressed").count()).toBe(0);
  });

  it("marks the critical path, and tells how long a step was at work itself", async () => {
    const page = await openRun(failing);
    await page.keyboard.press("c");
    const row = (name: RegExp) => page.getByRole("row", { name }).locator(".critical");
    await expect.poll(() => row(/^action GET_WEATHER/).count()).toBe(0);
    await expect.poll(() => row(/^infrastructure span GET/).count()).toBe(1);
    await page.keyboard.press("c");
    await expect.poll(() => page.locator(".critical").count()).toBe(0);
    await page.goto(`${toUrl(failing)}?span=${toSpanId(failing, "weather")}`);
    const facts = page.getByRole("complementary", { name: "Span details" }).locator(".facts");
    await expect.poll(() => facts.textContent()).toMatch(/Itself\d+ ms the rest inside/);
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
  const page = await viewer.open("about:blank");
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined }));
  await page.goto(toUrl(failing));
  await page.getByRole("button", { name: "Share" }).click();
  const button = page.locator(".share-choices .copy-button").first();
  await button.click();
  await expect.poll(() => button.textContent()).toContain("Not allowed");
});
