// `npm run screenshots`: makes docs/screenshots/{list,run}-{light,dark}-{1440,390}.png from a set of sample runs.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunStatus } from "@runline/contract";
import { launchBrowser } from "../test-support/browser.ts";
import { startAdapter } from "../test-support/start-adapter.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./viewer/sample-run.ts";
import { sendRuns, toSpanId } from "./viewer/send-runs.ts";

const FOLDER = fileURLToPath(new URL("../docs/screenshots", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const HISTORY = 70;

/** How the runs before the last ones went. */
function toStatus(index: number): RunStatus {
  if (index % 11 === 6) return "timeout";
  return index % 7 === 3 ? "error" : "completed";
}

function createRuns(now: number): { runs: SampleRun[]; failing: SampleRun } {
  const history = Array.from({ length: HISTORY }, (_, index) => {
    const ageMs = 40_000 + index * 42_000 + (index % 5) * 7_000;
    return createSampleRun({ seed: `history ${index}`, startedAt: now - ageMs, status: toStatus(index) });
  });
  const failing = createSampleRun({ seed: "failing", startedAt: now - 18_000, status: "error" });
  const open = createSampleRun({ seed: "open", startedAt: now - 2_500, status: "started" });
  return { runs: [...history, failing, open], failing };
}

const dataDir = await mkdtemp(join(tmpdir(), "runline-screenshots-"));
const adapter = await startAdapter(dataDir);
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const { runs, failing } = createRuns(Date.now());
  await sendRuns(adapter.url, runs);
  const list = `${adapter.url}/${SAMPLE_AGENT.id}`;
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({
        viewport,
        colorScheme,
        locale: "en-GB",
        timezoneId: "Europe/Lisbon",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const name = `${colorScheme}-${viewport.width}.png`;
      await page.goto(adapter.url);
      await page.locator(".run-list tbody tr").first().waitFor();
      await page.locator(".chart-plot rect").first().waitFor();
      await page.screenshot({ path: `${FOLDER}/list-${name}` });
      const drawer = viewport.width > 1100 ? `?span=${toSpanId(failing, "table")}` : "";
      await page.goto(`${list}/runs/${failing.runId}${drawer}`);
      await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
      await page.screenshot({ path: `${FOLDER}/run-${name}` });
      await context.close();
    }
  }
  process.stdout.write(`Screenshots of list and run page are in ${FOLDER}\n`);
} finally {
  await browser.close();
  await adapter.stop();
  await rm(dataDir, { recursive: true, force: true });
}
