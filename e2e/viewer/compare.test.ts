import { ATTR_GEN_AI_TOOL_NAME, OPERATION_ACTION } from "@runline/contract";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import type { SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const viewer = useViewer();
const now = Date.now();
const good = createConversationRun({
  seed: "compare good",
  startedAt: now - 120_000,
  question: "A table by the window?",
});
const failed = createConversationRun({ seed: "compare failed", startedAt: now - 60_000, status: "error" });
const open = createConversationRun({ seed: "compare open", startedAt: now - 5_000, status: "started" });

/** The call inside the booking: once where it went well, three times where it did not. */
function addCalls(run: SampleRun, error?: string): void {
  for (const [place, startMs] of (error === undefined ? [1_920] : [1_920, 3_400, 5_100]).entries()) {
    run.spans[`post ${place}`] = {
      name: "POST",
      parent: "book",
      startMs,
      endMs: startMs + 60,
      ...(error === undefined ? {} : { error }),
      attributes: {
        "http.request.method": "POST",
        "url.full": "https://tables.example.com/bookings",
        ...(error === undefined && { "http.response.status_code": 201 }),
      },
    };
  }
}

const toName = (run: SampleRun) => `${CONVERSATION.agent.id}/${run.runId}`;
const toPath = (a: SampleRun, b: SampleRun) => `/compare?a=${toName(a)}&b=${toName(b)}`;

beforeAll(async () => {
  addCalls(good);
  addCalls(failed, "connect ECONNREFUSED 203.0.113.7:443");
  const { find } = failed.spans;
  if (!find) throw new Error("The run looks for no restaurant.");
  const attributes = { ...find.attributes, [ATTR_GEN_AI_TOOL_NAME]: "CONFIRM" };
  failed.spans["confirm"] = { ...find, name: `${OPERATION_ACTION} CONFIRM`, startMs: 6_000, endMs: 6_100, attributes };
  await sendRuns(viewer.adapter.url, [good, failed, open]);
});

/** The cells of the row of a step. */
async function readRow(page: Page, name: RegExp): Promise<string[]> {
  return page.getByRole("row", { name }).locator("> [role]").allTextContents();
}

describe("two runs beside each other", () => {
  it("are chosen in the list by keys, and the step that differs first is named with what happened", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/${CONVERSATION.agent.id}`);
    await page.locator(".run-row").nth(2).waitFor();
    for (const key of ["j", "j", "j", "x"]) await page.keyboard.press(key);
    await page.getByRole("region", { name: "Run to compare" }).getByText("A table by the window?").waitFor();
    await expect
      .poll(() => page.locator(".run-row").nth(2).locator(".cell-status").getAttribute("data-picked"))
      .toBe("A");
    for (const key of ["k", "x"]) await page.keyboard.press(key);
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, failed)}`);
    const line = page.getByRole("note", { name: "Where the runs differ first" });
    await line.waitFor();
    await expect
      .poll(() => line.textContent())
      .toContain(
        "BOOK_TABLE › POST tables.example.com/bookingsdiffers first: went well in A, failed after 3 tries in B: connect ECONNREFUSED",
      );
    const [name, , , a, b, change] = await readRow(page, /POST tables\.example\.com/);
    expect(name).toContain("failed in B");
    expect([a, b, change]).toEqual(["60 ms", "3.24 s", "+3.18 s"]);
    await expect
      .poll(async () => (await readRow(page, /action CONFIRM/)).slice(3, 6))
      .toEqual(["–", "100 ms", "only in B"]);
    await expect.poll(() => page.locator(".compare-sums").textContent()).toContain("Errors0 → 1+1");
  });

  it("are a click and a button away from a run: the last one that went well before it", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/${CONVERSATION.agent.id}/runs/${failed.runId}`);
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("link", { name: "Last good run of this room, of BOOK_TABLE, of this agent" }).click();
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, failed)}`);
    await page.goBack();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("button", { name: "Another run of the list…" }).click();
    await page.getByRole("region", { name: "Run to compare" }).waitFor();
    await page.locator(".run-row").nth(2).click();
    await page.waitForURL(`${viewer.adapter.url}${toPath(failed, good)}`);
    await page.getByRole("link", { name: "Swap A and B" }).click();
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, failed)}`);
    await expect.poll(() => page.locator(".compare-side h2").first().textContent()).toBe("A table by the window?");
  });

  it("are gone through by keys, and say in which lines of its texts a step differs", async () => {
    const page = await viewer.open(`${viewer.adapter.url}${toPath(good, failed)}`);
    await page.getByRole("row", { name: /CONFIRM/ }).waitFor();
    await page.keyboard.press("e");
    const active = () =>
      page.evaluate(
        () => document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.textContent,
      );
    await expect.poll(active).toContain("POST");
    await page.keyboard.press("e");
    await expect.poll(active).toContain("CONFIRM");
    await page.keyboard.press("Home");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, failed)}&step=${toSpanId(good, "first")}`);
    await page.getByRole("tab", { name: "Prompt, 1 line" }).waitFor();
    await expect
      .poll(() => page.locator(".diff-line.is-removed").textContent())
      .toContain("only in A: A table by the window?");
    await expect
      .poll(() => page.locator(".diff-line.is-added").textContent())
      .toContain("only in B: Book a table for two");
    await page.getByRole("tab", { name: "Answer, same" }).click();
    await page.getByRole("button", { name: /lines the same/ }).click();
    await page.getByText('"restaurant": "Osteria Lume"').waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL(`${viewer.adapter.url}${toPath(good, failed)}`);
  });

  it("say when one goes on and grow with it, and when one is not there", async () => {
    const page = await viewer.open(`${viewer.adapter.url}${toPath(good, open)}`);
    await page.getByText("A run that has not ended may still take the steps that are missing here.").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    const last = page.getByRole("row", { name: /^model call gpt-4o-mini/ }).nth(1);
    await last.getByText("only in A").waitFor();
    await sendRuns(viewer.adapter.url, [createConversationRun({ seed: "compare open", startedAt: now - 5_000 })]);
    await last.getByText("only in A").waitFor({ state: "detached" });
    const line = page.getByRole("note", { name: "Where the runs differ first" });
    await expect.poll(() => line.textContent()).toContain("POST tables.example.com/bookingsdiffers first: only in A");

    await page.goto(
      `${viewer.adapter.url}/compare?a=${toName(good)}&b=${CONVERSATION.agent.id}/${CONVERSATION.roomId}`,
    );
    await page.getByRole("heading", { name: "Run B is not there any more" }).waitFor();
    await page.getByRole("link", { name: "A table by the window?" }).waitFor();
    await page.goto(`${viewer.adapter.url}/compare?a=${toName(good)}&b=nothing`);
    await page.getByRole("heading", { name: "Two runs are needed" }).waitFor();
  });
});
