import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";
import { toUuid } from "./to-uuid.ts";

const OTHER_AGENT = toUuid("agent of the slow run");
const HOUR_MS = 3_600_000;

const now = Date.now();
const slow = createSampleRun({
  seed: "steps slow",
  startedAt: now - 300_000,
  status: "completed",
  agentId: OTHER_AGENT,
  pace: 20,
});
const slowest = createSampleRun({
  seed: "steps long ago",
  startedAt: now - 2 * HOUR_MS,
  status: "completed",
  pace: 400,
});
const failing = createSampleRun({ seed: "steps failing", startedAt: now - 60_000, status: "error" });
const completed = createSampleRun({ seed: "steps completed", startedAt: now - 90_000, status: "completed" });

const viewer = useViewer();

describe("the page of steps of an empty store", () => {
  it("says where to begin while nothing was received", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps`);
    await page.getByRole("heading", { name: "Nothing was received yet" }).waitFor();
    await page.getByRole("link", { name: "See how to send the first run" }).click();
    await page.getByRole("heading", { name: "Send your first run" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/");
  });

  it("says what of an address the sums are not narrowed by", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps?kind=action&text=503`);
    await page.getByRole("note").filter({ hasText: "Left out: text “503”." }).waitFor();
    await page.getByRole("link", { name: /^All steps/ }).click();
    await expect.poll(() => page.getByRole("note").filter({ hasText: "Left out" }).count()).toBe(0);
  });
});

describe("the page of steps", () => {
  beforeAll(() => sendRuns(viewer.adapter.url, [slow, slowest, failing, completed]));

  it("sums steps up by kind and name, in the order that is chosen, and says what has no price", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps`);
    const names = page.locator(".step-sums tbody .cell-name");
    await names.first().waitFor();
    await expect.poll(() => page.getByRole("link", { name: /^Model calls/ }).textContent()).toBe("Model calls16");
    await expect
      .poll(async () => (await names.allTextContents()).toSorted())
      .toEqual([
        "action BOOK_TABLE",
        "action GET_WEATHER",
        "action REPLY",
        "embedding text-embedding-3-small",
        "evaluator REFLECTION",
        "model call gpt-4o-mini",
      ]);
    await expect
      .poll(() => page.locator("#steps-by-name + span").textContent())
      .toMatch(/^6 names, \d+ steps, at least \$/);
    const embeddings = page.locator(".step-sums tbody tr", { hasText: "text-embedding-3-small" });
    await expect.poll(() => embeddings.locator(".cell-cost").textContent()).toBe("–");
    const table = page.locator(".step-sums tbody tr", { hasText: "BOOK_TABLE" });
    await expect.poll(() => table.locator(".cell-errors").textContent()).toBe("1 · 25 %");

    await page.getByRole("button", { name: "Slowest" }).press("Enter");
    await page.waitForURL(`${viewer.adapter.url}/steps?by=max`);
    await expect.poll(() => names.first().textContent()).toBe("action REPLY");
    await page.getByRole("button", { name: "Slowest" }).press("Enter");
    await page.waitForURL(`${viewer.adapter.url}/steps?by=max&order=asc`);
    await expect.poll(() => names.last().textContent()).toBe("action REPLY");
    await expect.poll(() => page.locator(".step-sums [aria-sort]").getAttribute("aria-sort")).toBe("ascending");
  });

  it("narrows the steps one by one to a row, sorts them, and comes back the same from its address", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps`);
    const listed = page.locator(".step-list tbody .cell-name");
    await page.locator(".step-sums").getByRole("link", { name: "action BOOK_TABLE" }).click();
    await page.waitForURL(`${viewer.adapter.url}/steps?kind=action&name=BOOK_TABLE`);
    await expect.poll(() => listed.count()).toBe(4);
    await page.getByRole("heading", { name: "Slowest actions" }).waitFor();
    await page.getByText("4 of 4").waitFor();
    await page.locator(".step-list").getByRole("button", { name: "Time" }).click();
    await page.waitForURL(`${viewer.adapter.url}/steps?kind=action&name=BOOK_TABLE&sort=start`);
    await page.getByRole("heading", { name: "Latest actions" }).waitFor();
    await expect.poll(() => listed.first().textContent()).toBe("error: action BOOK_TABLE");
    await page.reload();
    await expect.poll(() => listed.count()).toBe(4);
    await page.getByRole("button", { name: "Remove Name" }).click();
    await expect.poll(() => listed.count()).toBe(12);
  });

  it("goes on before a moment, of runs alone that started until then, and back", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps?kind=evaluator&before=${now - HOUR_MS}`);
    const listed = page.locator(".step-list tbody tr");
    await page.getByText(/^1 step · of runs before /).waitFor();
    await expect.poll(() => listed.count()).toBe(1);
    await page.getByRole("button", { name: "Back to the newest" }).click();
    await page.getByText("4 of 4").waitFor();
  });

  it("says where to look when a choice has no steps", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/steps?kind=evaluator&from=1&to=2`);
    await page.getByRole("heading", { name: "No evaluator matches" }).waitFor();
    await page.getByRole("link", { name: "Look at all times" }).click();
    await page.waitForURL(`${viewer.adapter.url}/steps?kind=evaluator`);
    await expect.poll(() => page.locator(".step-list tbody tr").count()).toBe(4);
  });
});
