import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import type { SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

/** All that a model could write to make the page do something, or call somewhere. */
const HOSTILE = [
  "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><iframe src=https://evil.example></iframe>",
  "![pixel](https://evil.example/pixel.png) ![run](javascript:window.hacked=1)",
  "[a](javascript:window.hacked=1) [b](JAVASCRIPT:window.hacked=1) [c](data:text/html,<script>window.hacked=1</script>)",
  "[d](vbscript:x) [e](//evil.example) [https://good.example](https://evil.example/login)",
  "`<b>` **<svg onload=window.hacked=1>** | a |",
  "```\n</pre><script>window.hacked = 1</script>",
].join("\n\n");

const viewer = useViewer();

async function openMessages(run: SampleRun): Promise<Page> {
  await sendRuns(viewer.adapter.url, [run]);
  const page = await viewer.open(`${viewer.adapter.url}/${CONVERSATION.agent.id}/runs/${run.runId}`);
  await page.getByRole("tab", { name: "Waterfall" }).waitFor();
  await page.keyboard.press("m");
  return page;
}

describe("the messages of a run", () => {
  it("begin with the answer, and each entry is a step of the waterfall", async () => {
    const run = createConversationRun({ seed: "e2e failed", startedAt: Date.now() - 60_000, status: "error" });
    const page = await openMessages(run);
    const entries = page.locator(".messages > li");
    await expect
      .poll(() => entries.evaluateAll((items) => items.map((item) => item.textContent?.slice(0, 24))))
      .toEqual([
        expect.stringMatching(/^AnswerDone: 19:30, table/),
        expect.stringMatching(/^GraceBook a table for tw/),
        expect.stringMatching(/^SystemYou are Concierge,/),
        expect.stringMatching(/^Modelgpt-4o-miniReasonin/),
        expect.stringMatching(/^ActionFIND_RESTAURANTque/),
        expect.stringMatching(/^ActionBOOK_TABLECalled w/),
        expect.stringMatching(/^\+2 messages since the la/),
        expect.stringMatching(/^Modelgpt-4o-miniGives th/),
      ]);
    await expect.poll(() => page.locator(".message-file img").count()).toBe(1);
    await expect.poll(() => entries.nth(5).textContent()).toContain("connect ECONNREFUSED");
    await page.getByText("since the last call").click();
    await page.getByText("Result of FIND_RESTAURANT").waitFor();

    await entries.nth(5).getByText("connect ECONNREFUSED").click();
    await page.waitForURL(showsSpan(toSpanId(run, "book")));
    await expect.poll(() => entries.nth(5).getAttribute("aria-current")).toBe("true");
    await page.keyboard.press("m");
    const row = page.locator(".waterfall-row", { hasText: "FIND_RESTAURANT" });
    await row.click();
    await page.keyboard.press("m");
    await expect.poll(() => entries.nth(4).getAttribute("aria-current")).toBe("true");
  });

  it("are searched, folded parts as well: what has the text stays, unfolded and marked", async () => {
    const run = createConversationRun({ seed: "e2e search", startedAt: Date.now() - 60_000 });
    const page = await openMessages(run);
    const field = page.getByRole("searchbox", { name: "Search messages" });
    await field.fill("da nino");
    await page.getByText("2 of 4 steps have it").waitFor();
    const entries = page.locator(".messages > li");
    await page.getByText('name: "Da Nino"').first().waitFor();
    await expect
      .poll(() => entries.filter({ hasText: "BOOK_TABLE" }).filter({ hasText: "Called with" }).count())
      .toBe(0);
    await expect.poll(() => page.evaluate(() => CSS.highlights.get("found-text")?.size)).toBeGreaterThan(1);
    await field.fill("never promise a table");
    await page.getByText("0 of 4 steps have it, and what stands above them").waitFor();
    await field.fill("");
    await expect.poll(() => entries.count()).toBe(8);
    await expect.poll(() => page.evaluate(() => CSS.highlights.has("found-text"))).toBe(false);
  });

  it("are text: nothing that a model writes runs, loads or leads astray", async () => {
    const run = createConversationRun({ seed: "e2e hostile", startedAt: Date.now() - 60_000, answer: HOSTILE });
    const page = await viewer.open(viewer.adapter.url);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await sendRuns(viewer.adapter.url, [run]);
    await page.goto(`${viewer.adapter.url}/${CONVERSATION.agent.id}/runs/${run.runId}`);
    await page.getByRole("tab", { name: "Messages" }).click();
    const answer = page.locator(".message.is-answer");
    await answer.getByText("window.hacked").first().waitFor();
    await expect.poll(() => answer.locator("script, img, iframe, svg").count()).toBe(0);
    expect(
      await answer
        .getByRole("link")
        .evaluateAll((links) => links.map((link) => [link.getAttribute("href"), link.getAttribute("rel")])),
    ).toEqual([
      ["https://evil.example/", "noopener noreferrer nofollow"], // the address in the HTML, which is text: it says where it leads
      ["https://evil.example/login", "noopener noreferrer nofollow"],
    ]);
    await expect.poll(() => answer.textContent()).toContain("https://good.example (evil.example)");
    await expect.poll(() => page.evaluate(() => Reflect.get(window, "hacked"))).toBeUndefined();
    expect(requests.filter((url) => !url.startsWith(viewer.adapter.url) && !url.startsWith("data:"))).toEqual([]);
  });

  it("come while the run goes on", async () => {
    const open = createConversationRun({ seed: "e2e open", startedAt: Date.now() - 4_000, status: "started" });
    const page = await openMessages(open);
    await page.getByText("Not answered yet.").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await sendRuns(viewer.adapter.url, [createConversationRun({ seed: "e2e open", startedAt: open.startedAt })]);
    await expect.poll(() => page.locator(".is-answer").textContent()).toContain("Done: 19:30, table 7.");
  });

  it("say how to have them, when none were captured", async () => {
    const run = createConversationRun({ seed: "e2e bare", startedAt: Date.now() - 60_000, isCaptured: false });
    const page = await openMessages(run);
    await page.getByRole("heading", { name: "No messages were captured" }).waitFor();
    await expect
      .poll(() => page.locator(".no-messages code").first().textContent())
      .toBe("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true");
  });
});
