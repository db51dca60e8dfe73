import { ATTR_GEN_AI_USAGE_INPUT_TOKENS, ATTR_GEN_AI_USAGE_OUTPUT_TOKENS } from "@runline/contract";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { PRICES } from "./sample-steps.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";
import { toUuid } from "./to-uuid.ts";

const viewer = useViewer({ args: ["--link", "Jaeger=http://127.0.0.1:16686/trace/{traceId}?uiFind={spanId}"] });
const now = Date.now();
const SLOW_AGENT = toUuid("agent of the slow answer");
const failed = createSampleRun({ seed: "task failed", startedAt: now - 60_000, status: "error" });
const slow = createSampleRun({
  seed: "task slow",
  startedAt: now - 300_000,
  status: "completed",
  agentId: SLOW_AGENT,
  pace: 20,
});
const good = createConversationRun({ seed: "task good", startedAt: now - 120_000, question: "A table by the window?" });
const bad = createConversationRun({ seed: "task bad", startedAt: now - 90_000, status: "error" });
const RUNS = [failed, slow, good, bad];
/** US dollars of all calls of a model, of which those of the conversations are estimated. */
const COST =
  sumOf(ATTR_GEN_AI_USAGE_INPUT_TOKENS) * PRICES.input + sumOf(ATTR_GEN_AI_USAGE_OUTPUT_TOKENS) * PRICES.output;

function sumOf(attribute: string): number {
  const spans = RUNS.flatMap((run) => Object.values(run.spans));
  return spans.reduce((sum, { attributes }) => sum + Number(attributes[attribute] ?? 0), 0);
}

/** Opens a page that counts what is clicked in it, across all pages that it leads to. */
async function begin(path = "/"): Promise<Page> {
  const page = await viewer.open("about:blank");
  await page.addInitScript(() => {
    const count = () => sessionStorage.setItem("clicks", String(Number(sessionStorage.getItem("clicks")) + 1));
    document.addEventListener("click", ({ isTrusted }) => isTrusted && count(), { capture: true });
  });
  await page.goto(viewer.adapter.url + path);
  return page;
}

const countClicks = (page: Page) => page.evaluate(() => Number(sessionStorage.getItem("clicks")));
const toPath = (run: SampleRun, agentId: string = SAMPLE_AGENT.id) => `/${agentId}/runs/${run.runId}`;

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, RUNS);
});

describe("what people come for every day, in clicks", () => {
  it("why the last failed run failed: 1, and none for the short answer", async () => {
    const page = await begin();
    const row = page.locator(".run-row.is-error").first();
    await expect.poll(() => row.locator(".cell-cause").textContent()).toContain("connect ECONNREFUSED 203.0.113.7:443");
    await row.click();
    const line = page.getByRole("note", { name: "Why the run failed" });
    await expect.poll(() => line.textContent()).toContain("POST tables.example.com/bookings");
    expect(await countClicks(page)).toBe(1);
  });

  it("the slowest model call of the last hour, of any agent: 2", async () => {
    const page = await begin();
    await page.getByRole("navigation", { name: "Runline" }).getByRole("link", { name: "Steps" }).click();
    await page.locator(".step-list tbody tr").first().getByRole("link").click();
    await page.waitForURL(`${viewer.adapter.url}${toPath(slow, SLOW_AGENT)}?span=${toSpanId(slow, "answer")}`);
    await page.getByRole("complementary", { name: "Span details" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Back to the list" }).click();
    await page.waitForURL(`${viewer.adapter.url}/steps?range=1h&kind=model_call`);
    expect(await countClicks(page)).toBe(3); // the third was the way back
  });

  it("the run in which somebody asked about something: a search and a click", async () => {
    const page = await begin();
    await page.locator(".run-row").first().waitFor();
    await page.keyboard.press("/");
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await page.keyboard.type("by the window");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".run-row").count()).toBe(1);
    await page.locator(".run-row").click();
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, CONVERSATION.agent.id)}`);
    expect(await countClicks(page)).toBe(1);
  });

  it("a bad run beside the last good one: 2", async () => {
    const page = await begin(toPath(bad, CONVERSATION.agent.id));
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("link", { name: /^Last good run of this room/ }).click();
    await page.getByRole("note", { name: "Where the runs differ first" }).waitFor();
    expect(await countClicks(page)).toBe(2);
  });

  it("the very view for a colleague: a key, who opens it sees the same", async () => {
    const page = await begin(toPath(failed));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("row", { name: /BOOK_TABLE/ }).waitFor();
    await page.keyboard.press("t");
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.keyboard.press("y");
    await page.getByText("Link copied.").waitFor();
    expect(await countClicks(page)).toBe(1); // the filter, which is part of the view
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const colleague = await viewer.open(link);
    await colleague.getByRole("button", { name: "Failed", exact: true, pressed: true }).waitFor();
    await expect.poll(() => colleague.locator(".span-table tbody tr").count()).toBe(3);
  });

  it("cost, tokens and p95 of an agent over the days: none; by model: 1", async () => {
    const page = await begin(`/${SAMPLE_AGENT.id}?range=7d`);
    for (const name of [/^Cost/, /^Tokens/, /^Duration/]) await page.getByRole("figure", { name }).waitFor();
    await page.getByRole("navigation", { name: "Runline" }).getByRole("link", { name: "Steps" }).click();
    const row = page.locator(".step-sums tbody tr", { hasText: "gpt-4o-mini" });
    await row.waitFor();
    await expect.poll(() => row.locator(".cell-cost").textContent()).toBe(`≈ $${COST.toPrecision(2)} estimated`);
    expect(await countClicks(page)).toBe(1);
  });

  it("a run while it goes on: 1, and its steps come by themselves", async () => {
    const page = await begin();
    const run = { seed: "task running", startedAt: Date.now() - 4_000 };
    await sendRuns(viewer.adapter.url, [createSampleRun({ ...run, status: "started" })]);
    await page.locator(".run-row.is-started .row-link").click();
    await page.getByRole("row", { name: /action BOOK_TABLE.*running/ }).waitFor();
    await sendRuns(viewer.adapter.url, [createSampleRun({ ...run, status: "completed" })]);
    await page.getByRole("row", { name: /action REPLY/ }).waitFor();
    expect(await countClicks(page)).toBe(1);
  });

  it("a call in Jaeger, and back: 1 each way", async () => {
    const span = toSpanId(failed, "booking");
    const page = await begin(`${toPath(failed)}?span=${span}`);
    const out = page.getByRole("complementary", { name: "Span details" }).getByRole("link", { name: "Jaeger" });
    const address = new URL((await out.getAttribute("href")) ?? "");
    expect(address.href).toBe(`http://127.0.0.1:16686/trace/${failed.traceId}?uiFind=${span}`);
    await page.goto(`${viewer.adapter.url}${address.pathname}${address.search}`);
    await page.waitForURL(`${viewer.adapter.url}${toPath(failed)}?uiFind=${span}`);
    await page.getByRole("complementary", { name: "Span details" }).getByRole("heading", { name: /POST/ }).waitFor();
  });

  it("the conversation of a room over its runs: 1", async () => {
    const page = await begin(toPath(bad, CONVERSATION.agent.id));
    await page.locator(".run-meta").getByRole("link", { name: /^Room/ }).click();
    await page.waitForURL(/\/rooms\//);
    await page.getByText("A table by the window?").first().waitFor();
    expect(await countClicks(page)).toBe(1);
  });
});
