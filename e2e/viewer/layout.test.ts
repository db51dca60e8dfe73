import { ATTR_GEN_AI_AGENT_NAME, ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const viewer = useViewer();

async function openRun(
  seed: string,
  { key = "", ...options }: { key?: string; viewport?: { width: number; height: number } } = {},
) {
  const run = createSampleRun({ seed, startedAt: Date.now() - 9_000, status: "error" });
  await sendRuns(viewer.adapter.url, [run]);
  const page = await viewer.open(`${toUrl(run)}${key && `?span=${toSpanId(run, key)}`}`, options);
  await page.getByRole("row", { name: /REPLY/ }).waitFor();
  return { page, run };
}

const toUrl = (run: SampleRun) => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;
const widthOf = async (part: Locator) => Math.round((await part.boundingBox())?.width ?? 0);

async function drag(page: Page, edge: Locator, by: number): Promise<void> {
  const box = await edge.boundingBox();
  if (!box) throw new Error("The edge is not on screen.");
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + by, box.y + 10, { steps: 3 });
  await page.mouse.up();
}

describe("the parts of a run page", () => {
  it("are as wide as they were dragged, also after a reload, until a double click", async () => {
    const { page } = await openRun("dragged", { key: "table" });
    const names = page.locator(".waterfall-head .cell-name");
    const drawer = page.locator(".span-drawer");
    const [before, drawerBefore] = [await widthOf(names), await widthOf(drawer)];
    await drag(page, page.getByRole("separator", { name: "Width of the names" }), 60);
    await drag(page, page.getByRole("separator", { name: "Width of the details" }), -100);
    await expect.poll(() => widthOf(names)).toBe(before + 60);
    await expect.poll(() => widthOf(drawer)).toBe(drawerBefore + 100);
    await page.reload();
    await page.getByRole("row", { name: /REPLY/ }).waitFor();
    expect([await widthOf(names), await widthOf(drawer)]).toEqual([before + 60, drawerBefore + 100]);
    await page.getByRole("separator", { name: "Width of the details" }).dblclick();
    await expect.poll(() => widthOf(drawer)).toBe(drawerBefore);
  });

  it("are moved by the arrow keys, and say how wide they are", async () => {
    const { page } = await openRun("by keys", { key: "table" });
    const edge = page.getByRole("separator", { name: "Width of the details" });
    await expect.poll(() => edge.getAttribute("aria-valuenow")).toBe("420");
    await edge.press("ArrowLeft");
    await expect.poll(() => edge.getAttribute("aria-valuenow")).toBe("436");
    await edge.press("Home");
    await expect.poll(() => edge.getAttribute("aria-valuenow")).toBe("320");
    await edge.press("Enter");
    await expect.poll(() => edge.getAttribute("aria-valuenow")).toBe("420");
  });

  it.each([
    { width: 1024, height: 768 },
    { width: 390, height: 844 },
  ])("leave the chosen row and what is inside of it in sight at %o", async (viewport) => {
    const { page } = await openRun(`sheet ${viewport.width}`, { viewport, key: "table" });
    await page.locator(".span-drawer").waitFor();
    for (const name of [/BOOK_TABLE/, /tables\.example\.com/]) {
      const row = page.getByRole("row", { name }).first();
      await expect.poll(() => isInSight(page, row)).toBe(true);
    }
  });
});

it("a comparison of runs with names of any length is never wider than the window", async () => {
  const name = "Konzernbuchhaltungsabstimmung".repeat(8);
  const runs = ["long name", "longer name"].map((seed, index) => {
    const run = createConversationRun({ seed, startedAt: Date.now() - 60_000 * (index + 1) });
    for (const { attributes } of Object.values(run.spans)) {
      attributes[ATTR_GEN_AI_AGENT_NAME] = name;
      if (ATTR_GEN_AI_TOOL_NAME in attributes) attributes[ATTR_GEN_AI_TOOL_NAME] = name;
    }
    return run;
  });
  await sendRuns(viewer.adapter.url, runs);
  const [a, b] = runs.map(({ runId }) => `${CONVERSATION.agent.id}/${runId}`);
  const page = await viewer.open(`${viewer.adapter.url}/compare?a=${a}&b=${b}`);
  await page.locator(".compare-row").first().waitFor();
  await page.locator(".compare-head").getByTitle(name).first().waitFor();
  for (const width of [320, 390, 640, 800, 1024]) {
    await page.setViewportSize({ width, height: 844 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(async () => [width, await overflow()]).toEqual([width, 0]);
  }
});

it.each([false, true])(
  "the header is never wider than the window, and no word of it is cut; with a note: %s",
  async (hasNote) => {
    if (hasNote) await fetch(`${viewer.adapter.url}/v1/trace`, { method: "POST" });
    const { page } = await openRun(`header ${hasNote}`);
    await expect.poll(() => page.locator(".turned-away").count()).toBe(hasNote ? 1 : 0);
    await page.getByText("Live", { exact: true }).waitFor();
    for (const width of [320, 360, 390, 400, 480, 640, 800, 1024]) {
      await page.setViewportSize({ width, height: 844 });
      const cut = () => page.locator(".app-header").evaluate(listCutWords);
      await expect.poll(async () => [width, await cut()]).toEqual([width, []]);
    }
  },
);

it("words of the axis are whole and never lie upon each other, however narrow it is", async () => {
  const run = createSampleRun({ seed: "axis", startedAt: Date.now() - 9_000, status: "completed" });
  // Half a second in which nothing was going on, after the third second of five and a half.
  const leaves = [
    [0, 3_350],
    [3_860, 3_900],
    [5_400, 5_490],
  ] as const;
  for (const [startMs, endMs] of leaves)
    run.spans[`at ${startMs}`] = { name: `at ${startMs}`, parent: "run", startMs, endMs, attributes: {} };
  run.spans["run"] = { name: "run", startMs: 0, attributes: {}, ...run.spans["run"], endMs: 5_490 };
  await sendRuns(viewer.adapter.url, [run]);
  const page = await viewer.open(toUrl(run), { viewport: { width: 390, height: 844 } });
  await page.getByText(/^Idle 1\.\d/).waitFor();
  const axis = page.locator(".axis");
  expect(await axis.evaluate(listCutWords)).toEqual([]);
  const lengths = await axis.locator(".tick, .gap-length").evaluateAll((words) =>
    words
      .map((word) => {
        const range = document.createRange();
        range.selectNodeContents(word);
        return {
          floor: word.closest(".axis")?.getBoundingClientRect().bottom ?? 0,
          ...range.getBoundingClientRect().toJSON(),
        };
      })
      .filter(({ top, floor }) => top < floor - 6)
      .map(({ left, right }): [number, number] => [left, right])
      .toSorted(([one], [other]) => one - other),
  );
  expect(lengths.length).toBeGreaterThan(2);
  const upon = lengths.filter(([left], index) => left < (lengths[index - 1]?.[1] ?? 0));
  expect(upon).toEqual([]);
});

it.each(["/", "/steps", "/rooms", "/traces", "/?group=cause"])(
  "the list %s is as wide as the window, however wide that is",
  async (path) => {
    const { page } = await openRun(`wide ${path}`, { viewport: { width: 2200, height: 900 } });
    await page.goto(`${viewer.adapter.url}${path}`);
    await expect
      .poll(() => page.locator("main > .page").evaluate((list) => list.getBoundingClientRect().width))
      .toBe(2200);
  },
);

it("a page whose script is on its way says so, from 0.3 s on", async () => {
  const { page } = await openRun("on its way");
  await page.getByText("Live", { exact: true }).waitFor();
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route("**/assets/lazy-pages-*.js", async (route) => {
    await isLetGo;
    await route.continue();
  });
  await page.reload();
  const said = () => page.locator("main").evaluate((main) => getComputedStyle(main, "::before").content);
  await expect.poll(said).toBe('"Loading…"');
  letGo();
  await page.getByRole("row", { name: /REPLY/ }).waitFor();
  await expect.poll(said).toBe("none");
});

/** Words that are in part outside of what clips them: a word is to be seen, or out of sight as a whole. */
function listCutWords(root: Element): string[] {
  const cut: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const word = range.getBoundingClientRect();
    for (let box = node.parentElement; box; box = box.parentElement) {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const { overflowX, textOverflow, clipPath } = getComputedStyle(box);
      if (box !== document.documentElement && overflowX === "visible") continue;
      const isForReaders = clipPath !== "none" || textOverflow === "ellipsis";
      if (isForReaders || word.left >= right || word.right <= left || word.top >= bottom || word.bottom <= top) break;
      if (word.left < left - 1 || word.right > right + 1) cut.push(node.textContent ?? "");
    }
  }
  return cut;
}

/** Whether a row is between the head of the rows and the drawer. */
async function isInSight(page: Page, row: Locator): Promise<boolean> {
  const [box, head, drawer] = await Promise.all(
    [row, page.locator(".waterfall-head"), page.locator(".span-drawer")].map((part) => part.boundingBox()),
  );
  if (!box || !head || !drawer) return false;
  return box.y >= head.y + head.height - 1 && box.y + box.height <= drawer.y + 1;
}

describe("following a run that goes on", () => {
  it("keeps what started last in sight, and lets go when one scrolls", async () => {
    const run = createSampleRun({ seed: "followed", startedAt: Date.now() - 9_000, status: "started" });
    for (let index = 0; index < 60; index++)
      run.spans[`step ${index}`] = {
        name: `step ${index}`,
        parent: "run",
        startMs: 1_300 + index,
        endMs: 1_301 + index,
        attributes: {},
      };
    run.spans["now"] = { name: "what goes on", parent: "run", startMs: 2_000, attributes: {} };
    await sendRuns(viewer.adapter.url, [run]);
    const page = await viewer.open(toUrl(run));
    const now = page.getByRole("row", { name: /what goes on/ });
    await page.getByRole("row", { name: /GET_WEATHER/ }).waitFor();
    await expect.poll(() => now.count()).toBe(0);

    await page.keyboard.press("f");
    await now.waitFor();
    run.spans["later"] = { name: "what came later", parent: "run", startMs: 3_000, attributes: {} };
    await sendRuns(viewer.adapter.url, [run]);
    await page.getByRole("row", { name: /what came later/ }).waitFor();
    const follow = page.getByRole("button", { name: /^Follow/ });
    await expect.poll(() => follow.getAttribute("aria-pressed")).toBe("true");
    await page.locator(".waterfall").hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(() => follow.getAttribute("aria-pressed")).toBe("false");
  });
});
