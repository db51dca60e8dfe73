import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { LANGUAGES } from "../../viewer/src/recipes/recipe.ts";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { useViewer } from "./open-viewer.ts";
import { sendAskingTrace, sendPlainTrace, toTraceId, toTraceSpanId } from "./sample-trace.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";
import { toImported } from "./to-imported.ts";

/** Themes differ in colours alone (`light-dark()` takes nothing else): the rules about them are enough for the second one. */
const THEMES = [
  { colorScheme: "light", rules: undefined },
  { colorScheme: "dark", rules: ["color-contrast", "link-in-text-block"] },
] as const;
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const WIDTHS = [1440, 1280, 1024, 900, 800, 390, 320] as const;

const viewer = useViewer();
let axe: string;
let failing: SampleRun;
let open: SampleRun;
let imported: SampleRun;
let talking: SampleRun;
let silent: SampleRun;
let asking: { agentId: string; runId: string };

beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const now = Date.now();
  failing = createSampleRun({ seed: "a11y failing", startedAt: now - 60_000, status: "error" });
  open = createSampleRun({ seed: "a11y open", startedAt: now - 2_000, status: "started" });
  const timedOut = createSampleRun({ seed: "a11y timeout", startedAt: now - 120_000, status: "timeout" });
  const completed = createSampleRun({ seed: "a11y completed", startedAt: now - 150_000, status: "completed" });
  imported = toImported(createSampleRun({ seed: "a11y imported", startedAt: now - 3_600_000, status: "completed" }));
  talking = createConversationRun({
    seed: "a11y talking",
    startedAt: now - 90_000,
    status: "error",
    answer:
      "> **Sorry.**\n\n| place | time |\n|---|---|\n| Molo | 20:00 |\n\nSee [the menu](https://example.com/menu).\n\n```\ncode\n```",
  });
  silent = createConversationRun({ seed: "a11y silent", startedAt: now - 95_000, isCaptured: false });
  await sendRuns(viewer.adapter.url, [failing, open, timedOut, completed, imported, talking, silent]);
  await sendPlainTrace(viewer.adapter.url, "a11y plain", now - 30_000, { error: "500" });
  // The header has a note on every screen.
  await fetch(`${viewer.adapter.url}/v1/trace`, { method: "POST", headers: { "user-agent": "x".repeat(80) } });
  asking = await sendAskingTrace(viewer.adapter.url, "a11y", now - 20_000);
});

const AGENT = `/${SAMPLE_AGENT.id}`;

/** A screen, with what must be there before it is looked at, and what has to be sent for it. */
interface Screen {
  path: () => string;
  ready: string;
  tab?: string;
  send?: () => SampleRun[];
}

const SCREENS: Record<string, Screen> = {
  list: { path: () => "/", ready: ".run-list tbody tr" },
  "list of an agent": { path: () => `${AGENT}?status=error&minDuration=1&sort=cost`, ready: ".run-list tbody tr" },
  "failed runs by their cause": { path: () => "/?group=cause", ready: ".cause-row" },
  steps: { path: () => "/steps?name=gpt-4o-mini&range=24h", ready: ".step-list tbody tr" },
  "no steps": { path: () => "/steps?kind=evaluator&from=1&to=2", ready: ".panel" },
  "empty list": { path: () => `${AGENT}?status=timeout&from=1&to=2`, ready: ".panel" },
  "failed run": { path: () => `${AGENT}/runs/${failing.runId}`, ready: ".waterfall-row" },
  // Sent once more: on a busy machine the run may have been silent for so long by then that it is lost.
  "open run": { path: () => `${AGENT}/runs/${open.runId}`, ready: ".bar.is-open", send: () => [open] },
  events: { path: () => `${AGENT}/runs/${failing.runId}`, ready: ".run-events", tab: "Events" },
  messages: {
    path: () => `/${CONVERSATION.agent.id}/runs/${talking.runId}`,
    ready: ".message-failure",
    tab: "Messages",
  },
  room: { path: () => `/rooms/${CONVERSATION.roomId}`, ready: ".room-run .is-answer table" },
  "run without messages": {
    path: () => `/${CONVERSATION.agent.id}/runs/${silent.runId}`,
    ready: ".no-messages",
    tab: "Messages",
  },
  "imported run": {
    path: () => `${AGENT}/runs/${imported.runId}?span=${toSpanId(imported, "thought")}`,
    ready: ".drawer-attribution",
  },
  "imported run's events": { path: () => `${AGENT}/runs/${imported.runId}`, ready: ".attribution-mark", tab: "Events" },
  "drawer overview": {
    path: () => `${AGENT}/runs/${failing.runId}?span=${toSpanId(failing, "table")}`,
    ready: ".facts",
  },
  "drawer content": {
    path: () => `${AGENT}/runs/${failing.runId}?span=${toSpanId(failing, "answer")}`,
    ready: ".content-blocks",
    tab: "Input / Output",
  },
  "drawer attributes": {
    path: () => `${AGENT}/runs/${failing.runId}?span=${toSpanId(failing, "table")}`,
    ready: ".attributes",
    tab: "Attributes",
  },
  "run that calls another agent": {
    path: () => `/${asking.agentId}/runs/${asking.runId}?span=${toTraceSpanId("a11y", "other")}`,
    ready: ".waterfall-row .other-agent",
  },
  "list of what was asked": { path: () => `/${asking.agentId}`, ready: ".run-list tbody tr" },
  comparison: {
    path: () =>
      `/compare?a=${CONVERSATION.agent.id}/${talking.runId}&b=${SAMPLE_AGENT.id}/${failing.runId}&step=${toSpanId(talking, "first")}`,
    ready: ".diff-line",
  },
  table: {
    path: () => `${AGENT}/runs/${failing.runId}?span=${toSpanId(failing, "table")}`,
    ready: ".span-table tbody tr",
    tab: "Table",
  },
  rooms: { path: () => "/rooms", ready: ".room-list tbody tr" },
  "traces without a run": { path: () => "/traces", ready: ".trace-list tbody tr" },
  trace: { path: () => `/trace/${toTraceId("a11y plain")}`, ready: ".waterfall-row" },
};

async function openScreen(name: string): Promise<Page> {
  const screen = SCREENS[name];
  if (!screen) throw new Error(`There is no screen ${name}.`);
  if (screen.send) await sendRuns(viewer.adapter.url, screen.send());
  const page = await viewer.open(`${viewer.adapter.url}${screen.path()}`);
  if (screen.tab) await page.getByRole("tab", { name: screen.tab }).click();
  await page.locator(screen.ready).first().waitFor();
  return page;
}

/** Lets a page find what axe finds. Not as a script element: the page's own policy would rightly refuse it. */
async function addAxe(page: Page): Promise<void> {
  await page.evaluate(axe);
}

/** What axe finds in a window of that size, in either theme. */
async function look(page: Page, viewport: { width: number; height: number }): Promise<string[]> {
  await page.setViewportSize(viewport);
  const found: string[] = [];
  for (const { colorScheme, rules } of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const line of await findViolations(page, rules)) found.push(`${colorScheme}, ${viewport.width} px: ${line}`);
  }
  return found;
}

/** What axe finds, in one line each; by default with all of its rules. */
async function findViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const found: unknown = await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ": " + target + " " + failureSummary)))`,
  );
  if (!Array.isArray(found)) throw new Error("axe gave no list.");
  return found.map(String);
}

/** The page is as wide as the window, and no wider. */
async function expectNoOverflow(page: Page, what: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(async () => [what, width, await overflow()]).toEqual([what, width, 0]);
  }
}

it.each(Object.keys(SCREENS))(
  "the screen %s gives axe nothing to find, in either theme, on a desktop and on a phone, and is never wider than the window",
  async (name) => {
    const page = await openScreen(name);
    await addAxe(page);
    for (const viewport of [DESKTOP, PHONE]) expect(await look(page, viewport)).toEqual([]);
    await expectNoOverflow(page, name);
  },
);

it("what was turned away gives axe nothing to find, and is never wider than the window", async () => {
  const page = await openScreen("list");
  await addAxe(page);
  const note = page.getByRole("button", { name: "1 turned away" });
  await note.click();
  await page.getByRole("dialog", { name: "Turned away" }).waitFor();
  for (const viewport of [DESKTOP, PHONE, { width: 320, height: 600 }]) {
    expect(await look(page, viewport)).toEqual([]);
    await note.click({ trial: true }); // nothing else of the header lies above it
  }
  await expectNoOverflow(page, "turned away");
});

it("the page that waits for the first run gives axe nothing to find, and is never wider than the window", async () => {
  const adapter = await openAdapter();
  onTestFinished(async () => {
    await adapter.stop();
  });
  await fetch(`${adapter.url}/v1/trace`, { method: "POST", headers: { "user-agent": "x".repeat(80) } });
  const page = await viewer.open(adapter.url);
  await page.getByText("404, once").waitFor();
  await addAxe(page);
  for (const viewport of [DESKTOP, PHONE]) expect(await look(page, viewport)).toEqual([]);
  for (const language of LANGUAGES) {
    await page.getByRole("button", { name: language, exact: true }).click();
    await expectNoOverflow(page, language);
  }
});

it("the theme that is chosen wins over the system's and is remembered", async () => {
  const page = await openScreen("list");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: /^Theme: system/ }).click();
  await page.getByRole("button", { name: /^Theme: light/ }).waitFor();
  await expect.poll(() => background()).toBe(light);
  await page.getByRole("button", { name: /^Theme: light/ }).click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  await page.getByRole("button", { name: /^Theme: dark/ }).waitFor();
  await expect.poll(background).toBe(dark);
});
