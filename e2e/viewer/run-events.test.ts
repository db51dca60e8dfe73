import type { RunEvent } from "@runline/contract";
import { createRunsClient } from "@runline/contract/client";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendAskingTrace } from "./sample-trace.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";
import { toImported } from "./to-imported.ts";

const ACTIONS = 3_000;
/** A busy machine takes its time. */
const SOON = { timeout: 20_000 };

const now = Date.now();
const create = (status: "error" | "timeout" | "started" | "completed") =>
  createSampleRun({ seed: `events ${status}`, startedAt: now - 60_000, status });
const failing = create("error");
const imported = toImported(
  createSampleRun({ seed: "events imported", startedAt: now - 3_600_000, status: "completed" }),
);
const large = createSampleRun({ seed: "many events", startedAt: now - 80_000, status: "completed" });
for (let index = 0; index < ACTIONS; index++) {
  const { weather } = large.spans;
  if (weather) large.spans[`step ${index}`] = { ...weather, startMs: 500 + index / 10, endMs: 600 + index / 10 };
}
const samples: readonly SampleRun[] = [failing, create("timeout"), create("started"), imported];

const viewer = useViewer();
let asking: { agentId: string; runId: string };

async function openEvents(agentId: string, runId: string): Promise<Page> {
  const page = await viewer.open(`${viewer.adapter.url}/${agentId}/runs/${runId}`);
  await page.getByRole("tab", { name: /Events/ }).click();
  await page.locator(".run-events tbody td").first().waitFor();
  return page;
}

const readEvents = async (agentId: string, runId: string): Promise<readonly RunEvent[]> =>
  (await createRunsClient({ baseUrl: viewer.adapter.url }).getRun(agentId, runId)).events;

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [...samples, large]);
  asking = await sendAskingTrace(viewer.adapter.url, "asking", now - 20_000);
});

describe("the events of a run", () => {
  it("are those of the API, in its order, whatever became of the run", async () => {
    const runs = [...samples.map(({ runId }) => ({ agentId: SAMPLE_AGENT.id, runId })), asking];
    for (const { agentId, runId } of runs) {
      const page = await openEvents(agentId, runId);
      const types = (await readEvents(agentId, runId)).map(({ type }) => type);
      const shown = page.locator(".run-events tbody td:nth-child(2)"); // they come with the spans, first ones first
      await expect.poll(() => shown.allTextContents(), SOON).toEqual(types);
      await page.close();
    }
  });

  it("say what was done, by which model and in which action, and lead to the span of the step", async () => {
    const page = await openEvents(SAMPLE_AGENT.id, failing.runId);
    const row = page.locator(".run-events tbody tr", { hasText: "MODEL_USED" }).nth(1);
    await expect
      .poll(() => row.locator("td:nth-child(3)").textContent())
      .toBe("TEXT_LARGE · gpt-4o-mini · 600 tokens · $0.00012 in GET_WEATHER");
    const end = page.locator(".run-events tbody tr", { hasText: "RUN_ENDED" });
    await expect.poll(() => end.textContent(), SOON).toContain("No table was booked");
    await row.getByRole("button").click();
    await page.waitForURL(showsSpan(toSpanId(failing, "summary")));
    await page.getByRole("complementary", { name: "Span details" }).waitFor();
  });

  it("need no other answer than the waterfall, and few rows, however many they are", async () => {
    const page = await viewer.open("about:blank");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${large.runId}`);
    await page.getByRole("tab", { name: /Events/ }).click();
    const table = page.locator(".run-events");
    const count = (await readEvents(SAMPLE_AGENT.id, large.runId)).length;
    await expect.poll(() => table.getAttribute("aria-rowcount"), SOON).toBe(String(count + 1));
    expect(count).toBeGreaterThan(2 * ACTIONS);
    await expect.poll(() => table.locator("tr").count()).toBeLessThanOrEqual(80);
    await page.locator(".run-events-scroller").press("End");
    await table.locator("tr", { hasText: "RUN_ENDED" }).waitFor();
    expect(asked.filter((path) => path.endsWith(large.runId) && path.startsWith("/api"))).toEqual([]);
  });
});
