// `npm run screenshots`: every page and state, as `npm run demo` has them, in docs/screenshots/PAGE-THEME-WIDTH.png. Takes 2 min: a run
// is lost after 45 s of silence. `npm run screenshots -- run room` makes those pages alone.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ListAllRunsParams, RunSummary } from "@runline/contract";
import { createRunsClient, type RunsClient } from "@runline/contract/client";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "./support/browser.ts";
import { cleanEnvironment, startAdapter } from "../test-support/start-adapter.ts";
import { startProcess } from "../test-support/start-process.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, "docs/screenshots");
const TOKEN = "sesame";
/** The pages that one looks at most have all looks; the others one. */
const MAIN = ["list", "run"];
const LOOKS = [
  { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { colorScheme: "light", viewport: { width: 390, height: 844 } },
  { colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;
const READY_MS = 120_000;
/** A page whose charts are drawn. */
const CHARTS = ".runs-page:has(.chart-plot rect)";

/** A page to look at, what is done there, and what is on it then. */
interface Shot {
  path: string;
  act?: (page: Page) => Promise<void>;
  ready: string;
}

/** Pages by the names of their pictures, in the order in which there is something to see on them. */
type Shots = Record<string, () => Shot | Promise<Shot>>;

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "runline-screenshots-"));
const demo = startProcess(process.execPath, ["scripts/demo.mjs", "--port", "0", "--data-dir", join(folder, "demo")], {
  cwd: ROOT,
  env: cleanEnvironment(),
});
const closed = await startAdapter(join(folder, "closed"), { args: ["--token", TOKEN] });
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  await shoot(browser, closed.url, {
    signin: () => ({ path: "/", ready: ".sign-in" }),
    empty: () => ({ path: "/", act: signIn, ready: ".first-run-guide" }),
  });
  const [, url = ""] = await demo.waitForLine(/^Runline is ready: (\S+)$/m, READY_MS);
  await shoot(browser, url, listShots(createRunsClient({ baseUrl: url })));
  process.stdout.write(`Screenshots are in ${FOLDER}\n`);
} finally {
  await browser.close();
  await Promise.all([demo.stop(), closed.stop()]);
  await rm(folder, { recursive: true, force: true });
}

function listShots(client: RunsClient): Shots {
  const find = (params: ListAllRunsParams) => findRun(client, params);
  const findRefused = () => find({ action: "BOOK_RESTAURANT", status: "error" });
  const findAsking = () => find({ action: "ASK_ARCHIVIST", status: "completed" });
  return {
    running: async () => ({
      path: toPath(await find({ action: "WRITE_GUIDE", status: "started" })),
      ready: ".waterfall-row",
    }),
    run: async () => {
      const run = await findRefused();
      return { path: `${toPath(run)}?span=${run.cause?.spanId}`, ready: ".span-drawer:has(.tab-count) .facts" };
    },
    agents: async () => ({ path: toPath(await findAsking()), ready: ".waterfall-row .other-agent" }),
    messages: async () => ({ path: toPath(await findAsking()), act: showMessages, ready: ".messages" }),
    room: async () => ({
      path: `/rooms/${(await findRefused()).roomId}`,
      ready: ".room-runs .message-failure",
    }),
    lost: async () => ({ path: toPath(await find({ lost: true })), ready: ".step-line.is-lost" }),
    list: () => ({ path: "/", ready: `${CHARTS} .run-list tbody tr:nth-child(9):has(.run-sketch)` }),
    failed: () => ({ path: "/?group=cause", ready: `${CHARTS} .cause-row` }),
    rooms: () => ({ path: "/rooms", ready: ".rooms-page table" }),
    compare: async () => {
      const [a, b] = [await findRefused(), await find({ action: "PLAN_DAY", status: "completed" })];
      return { path: `/compare?a=${a.agentId}/${a.runId}&b=${b.agentId}/${b.runId}`, ready: ".compare-table" };
    },
    steps: () => ({ path: "/steps?kind=model_call&range=1h", ready: ".step-list tbody tr" }),
    traces: () => ({ path: "/traces", ready: ".trace-list" }),
  };
}

function toPath({ agentId, runId }: RunSummary): string {
  return `/${agentId}/runs/${runId}`;
}

async function findRun(client: RunsClient, params: ListAllRunsParams): Promise<RunSummary> {
  for (const until = Date.now() + READY_MS; Date.now() < until; await sleep(250)) {
    const { runs } = await client.listAllRuns({ ...params, limit: 1 });
    if (runs[0]) return runs[0];
  }
  throw new Error(`The demo has no run with ${JSON.stringify(params)}. What it said:\n${demo.output()}`);
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("Token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function showMessages(page: Page): Promise<void> {
  await page.locator(".waterfall-row").first().waitFor();
  await page.keyboard.press("m");
}

async function shoot(shooting: Browser, url: string, shots: Shots): Promise<void> {
  for (const [name, toShot] of Object.entries(shots)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const { path, act, ready } = await toShot();
    for (const look of MAIN.includes(name) ? LOOKS : LOOKS.slice(0, 1)) {
      const context = await shooting.newContext({
        ...look,
        locale: "en-GB",
        timezoneId: "Europe/Lisbon",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      await act?.(page);
      await page.locator(ready).first().waitFor();
      await page.screenshot({ path: join(FOLDER, `${name}-${look.colorScheme}-${look.viewport.width}.png`) });
      await context.close();
    }
  }
}
