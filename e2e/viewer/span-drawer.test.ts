import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendLogRecords, sendRuns, toSpanId } from "./send-runs.ts";

const HOSTILE = '<img src="https://evil.example/x.png" onerror="document.title=1"><script>document.title=2</script>';

const failing = createSampleRun({ seed: "drawer", startedAt: Date.now() - 60_000, status: "error", answer: HOSTILE });

const viewer = useViewer();

const toUrl = (run: SampleRun) => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [failing]);
});

describe("the drawer", () => {
  it("opens from a link and shows facts, content, attributes and raw JSON", async () => {
    const page = await viewer.open(`${toUrl(failing)}?span=${toSpanId(failing, "summary")}`);
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByText("openai", { exact: true }).waitFor();
    await expect.poll(() => drawer.textContent()).toContain("540 in · 60 out");
    await drawer.getByRole("tab", { name: /Attributes/ }).click();
    await drawer.getByLabel("Search attributes").fill("model.type");
    await expect
      .poll(() => drawer.locator(".attributes tr").allTextContents())
      .toEqual(["runline.model.typeTEXT_LARGE"]);
    await drawer.getByRole("tab", { name: "Raw" }).click();
    expect(JSON.parse((await drawer.locator("pre").textContent()) ?? "")).toMatchObject({
      kind: "model_call",
      state: "ok",
    });
    await drawer.getByRole("button", { name: "Close details" }).click();
    await page.waitForURL(showsSpan(null));
  });

  it("shows hostile model output as the text it is", async () => {
    const page = await viewer.open(`${toUrl(failing)}?span=${toSpanId(failing, "answer")}`);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.getByRole("tab", { name: "Input / Output" }).click();
    await page.getByText(HOSTILE).waitFor();
    await expect.poll(() => page.locator(".span-drawer img, .span-drawer script").count()).toBe(0);
    expect(requests.filter((url) => url.includes("evil"))).toEqual([]);
    await expect.poll(() => page.title()).toContain("Harbour Guide");
  });

  it("shows messages as the messages of the run do: what is long is folded, and only the drawer scrolls", async () => {
    const run = createConversationRun({
      seed: "read in the drawer",
      startedAt: Date.now() - 60_000,
      answer: "**No** table.\n\n- Call them",
    });
    await sendRuns(viewer.adapter.url, [run]);
    const page = await viewer.open(
      `${viewer.adapter.url}/${CONVERSATION.agent.id}/runs/${run.runId}?span=${toSpanId(run, "first")}&tab=input`,
    );
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByRole("heading", { name: "Output" }).waitFor();
    await expect.poll(() => drawer.locator(".message-system").first().getAttribute("open")).toBeNull();
    await expect.poll(() => drawer.locator(".json-line, .json-fold").count()).toBeGreaterThan(0);
    const scrolling = () =>
      drawer.locator(".tab-panel *").evaluateAll((parts) => {
        const isScrolling = (part: Element) => /auto|scroll/.test(getComputedStyle(part).overflowY);
        return parts.filter((part) => isScrolling(part) && part.scrollHeight > part.clientHeight + 1).length;
      });
    await expect.poll(scrolling).toBe(0);
    await drawer.getByRole("tab", { name: "Raw" }).click();
    await drawer.locator("pre").waitFor();
    await expect.poll(scrolling).toBe(0);
  });

  it("shows what was logged in a span, which the row has marks for and tells", async () => {
    const run = createSampleRun({ seed: "logged", startedAt: Date.now() - 60_000, status: "completed" });
    await sendRuns(viewer.adapter.url, [run]);
    const startMs = run.spans["summary"]?.startMs ?? 0;
    await sendLogRecords(viewer.adapter.url, run, [
      { key: "summary", ms: startMs + 20, severity: 9, body: "asking" },
      { key: "summary", ms: startMs + 90, severity: 17, body: HOSTILE },
    ]);
    const page = await viewer.open(`${toUrl(run)}?span=${toSpanId(run, "summary")}`);
    const row = page.getByRole("row", { selected: true });
    await expect.poll(() => row.textContent()).toContain("2 log records, 1 error");
    await expect.poll(() => row.locator(".log-mark").count()).toBe(2);
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByRole("tab", { name: /Events/ }).click();
    const events = drawer.locator(".span-events > li");
    await expect
      .poll(() => events.allTextContents())
      .toEqual([
        expect.stringMatching(/^infoLog record.*asking/),
        expect.stringMatching(/^errorLog record.*evil\.example/),
      ]);
    await expect.poll(() => drawer.locator("img, script").count()).toBe(0);
  });

  it.each([
    ["goes on", "table", "started"],
    ["has ended", "summary", "completed"],
  ] as const)("shows what is stored later of a span that %s, though its bar stays the same", async (_, key, status) => {
    const run = createSampleRun({ seed: `later ${key}`, startedAt: Date.now() - 3_000, status });
    await sendRuns(viewer.adapter.url, [run]);
    const page = await viewer.open(`${toUrl(run)}?span=${toSpanId(run, key)}`);
    await page.getByText("Live", { exact: true }).waitFor();
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByRole("tab", { name: /Attributes/ }).click();
    await drawer.locator(".attributes").waitFor();
    const { [key]: span } = run.spans;
    if (!span) throw new Error("The run has no such span.");
    span.attributes["said.later"] = "here it is";
    await sendRuns(viewer.adapter.url, [run]);
    await expect.poll(() => drawer.getByText("here it is").count()).toBe(1);
  });
});
