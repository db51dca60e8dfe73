import { describe, expect, it, onTestFinished } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import type { Adapter } from "../../test-support/start-adapter.ts";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun } from "./sample-run.ts";
import { sendAskingTrace, sendPlainTrace, toTraceId, toTraceSpanId } from "./sample-trace.ts";
import { sendRuns } from "./send-runs.ts";

const viewer = useViewer();

async function startAdapterWithRun(): Promise<Adapter> {
  const own = await openAdapter();
  onTestFinished(async () => {
    await own.stop();
  });
  await sendRuns(own.url, [createSampleRun({ seed: "a run", startedAt: Date.now() - 9_000, status: "completed" })]);
  return own;
}

describe("traces without a run", () => {
  it("are announced where one waits for the first run, listed, and shown as a waterfall", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/traces`);
    await page.getByRole("heading", { name: "Nothing was received yet" }).waitFor();
    await page.getByText(`${viewer.adapter.url}/v1/traces`).waitFor();

    await sendPlainTrace(viewer.adapter.url, "plain", Date.now() - 30_000, { error: "500" });
    await page.goto(viewer.adapter.url);
    await page.getByRole("link", { name: "1 trace without a run" }).click();
    const row = page.getByRole("row", { name: /Error.*GET \/orders.*shop/ });
    await row.getByRole("link").click();
    await page.waitForURL(`${viewer.adapter.url}/trace/${toTraceId("plain")}`);
    await page.getByRole("row", { name: /infrastructure span GET \/orders error/ }).click();
    await page.getByRole("complementary", { name: "Span details" }).getByText("500").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".span-drawer").count()).toBe(0);
    await expect.poll(() => page.locator(".waterfall-row").count()).toBe(2);
  });

  it("are told from runs by what holds for all of them, also for the embeddings that an agent makes on its own", async () => {
    const own = await startAdapterWithRun();
    const page = await viewer.open(`${own.url}/traces`);
    await page.getByRole("heading", { name: "Every trace has its run" }).waitFor();
    const embedding = { "gen_ai.operation.name": "embeddings", "runline.run.phase": "system_init" };
    await sendPlainTrace(own.url, "indexing", Date.now() - 30_000, { attributes: embedding });
    await page.reload();
    await page.getByRole("link", { name: "GET /orders" }).waitFor();
    const told = page.locator(".traces-page > p");
    await expect
      .poll(() => told.textContent())
      .toBe(
        "Spans that belong to no run: requests that no agent has a part in, and calls that an agent makes on its own, as at its start.",
      );
  });

  it("show what is stored later of the span in the drawer, of which no stream tells", async () => {
    const sentAt = Date.now() - 30_000;
    await sendPlainTrace(viewer.adapter.url, "later", sentAt, {});
    const page = await viewer.open("about:blank");
    await page.clock.install();
    await page.goto(`${viewer.adapter.url}/trace/${toTraceId("later")}?span=${toTraceSpanId("later", "root")}`);
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByRole("tab", { name: /Attributes/ }).click();
    await drawer.getByText("This span has no attributes.").waitFor();
    await sendPlainTrace(viewer.adapter.url, "later", sentAt, { attributes: { "said.later": "here it is" } });
    await page.clock.runFor(16_000);
    await drawer.getByText("here it is").waitFor();
    await expect.poll(() => drawer.getByText("said.later").count()).toBe(1);
  });

  it("say that nothing was received of an unknown one", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/trace/${toTraceId("never sent")}`);
    await page.getByText(/Nothing was received of the trace/).waitFor();
    await page.goto(`${viewer.adapter.url}/trace/7`);
    await page.getByText(/expected 32 hexadecimal digits/).waitFor();
    await expect.poll(() => page.locator(".waterfall").count()).toBe(0);
  });
});

describe("a run that calls another agent", () => {
  it("shows that agent's spans where they belong, says whose they are, what is told twice and whose clock is off", async () => {
    const { agentId, runId } = await sendAskingTrace(viewer.adapter.url, "asking", Date.now() - 20_000);
    const url = `${viewer.adapter.url}/${agentId}/runs/${runId}`;
    const page = await viewer.open(url);
    await page.locator(".waterfall-row").first().waitFor();
    const rows = await page
      .locator(".waterfall-row")
      .evaluateAll((all) =>
        all.map((row) => `${row.getAttribute("aria-level")} ${row.querySelector(".cell-name")?.textContent}`),
      );
    expect(rows).toEqual([
      "1 run Plannererror",
      "2 model call gpt-4o 420 → 35 tok ≈ $0.0014",
      "2 infrastructure span POST researcher.example",
      "3 run Researcherits runerror",
      "4 model call gpt-4oerror 420 → 35 tok ≈ $0.0014",
    ]);
    await expect
      .poll(() => page.locator(".second-line").allTextContents())
      .toEqual(["Clock 5 m 00 s behind", "429: too many requests"]);
    // What tells of a call once more is inside of it until one looks.
    await page.locator(".waterfall-row", { hasText: "gpt-4o" }).first().locator(".fold").click();
    await page.getByRole("row", { name: /^model call gpt-4o detail/ }).waitFor();
    await expect.poll(() => page.getByRole("button", { name: /^Model calls/ }).textContent()).toContain("1");
    await expect.poll(async () => (await page.locator(".axis .tick").allTextContents()).join()).not.toContain("m"); // minutes: the clock that is off stretches nothing

    await page.getByRole("treegrid").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(showsSpan(toTraceSpanId("asking", "other")));
    const link = page.getByRole("complementary", { name: "Span details" }).getByRole("link", { name: "Researcher" });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.locator(".run-meta", { hasText: "Researcher" }).waitFor();
    await expect.poll(() => page.url()).not.toContain(runId);
  });

  it("says in one line why it failed and leads to the step that did", async () => {
    const { agentId, runId } = await sendAskingTrace(viewer.adapter.url, "why", Date.now() - 20_000);
    const page = await viewer.open(`${viewer.adapter.url}/${agentId}/runs/${runId}`);
    const line = page.getByRole("note", { name: "Why the run failed" });
    await expect.poll(() => line.textContent()).toContain("429: too many requests");
    await line.getByRole("button").click();
    await page.waitForURL(/\?span=[0-9a-f]{16}$/);
    const details = page.getByRole("complementary", { name: "Span details" });
    await expect.poll(() => details.getByRole("heading").textContent()).toBe("gpt-4o");
  });

  it("has its question in the list, and its user as sent; both agents are among those to choose from", async () => {
    const { agentId } = await sendAskingTrace(viewer.adapter.url, "list", Date.now() - 20_000);
    const page = await viewer.open(`${viewer.adapter.url}/${agentId}`);
    const row = page.locator(".run-list tbody tr").first();
    await row.waitFor();
    await expect.poll(() => row.locator(".cell-from").textContent()).toBe("ada@example.com");
    await expect.poll(() => row.locator(".row-link").textContent()).toBe("Error: When does the ferry leave?");
    await page.getByRole("button", { name: "Planner" }).click();
    const options = page.getByRole("listbox", { name: "Agents" });
    await options.getByText("Planner").waitFor();
    await options.getByText("Researcher").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    await expect.poll(() => page.getByLabel("Room").locator("option").allTextContents()).toContain("s-42");
  });
});
