import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { CONVERSATION, createConversationRun } from "./sample-conversation.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

/** More than the page asks for at once. */
const RUNS = 23;

const viewer = useViewer();
const now = Date.now();
const runs = Array.from({ length: RUNS }, (_, index) =>
  createConversationRun({
    seed: `room ${index}`,
    startedAt: now - (RUNS - index) * 60_000,
    status: index === RUNS - 2 ? "error" : "completed",
    question: `Question ${index}`,
    answer: `Answer ${index}`,
  }),
);

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, runs);
});

describe("the conversation of a room", () => {
  it("is shown from its end, goes on live, and back page by page", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/?room=${CONVERSATION.roomId}`);
    await page.getByRole("link", { name: "Conversation" }).click();
    const sections = page.locator(".room-run");
    await page.getByText(`Answer ${RUNS - 1}`).waitFor();
    await expect.poll(() => sections.count()).toBe(20);
    const isEndInSight = () =>
      page
        .locator(".room-scroller")
        .evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 9);
    await expect.poll(isEndInSight).toBe(true);
    await expect.poll(() => page.locator(".room-header").textContent()).toContain(`${RUNS} runs1 failed`);

    await page.getByText("Live", { exact: true }).waitFor();
    const next = { seed: "room next", startedAt: Date.now() - 2_000, question: "And now?", answer: "All is well." };
    await sendRuns(viewer.adapter.url, [createConversationRun({ ...next, status: "started" })]);
    await sections.last().getByText("And now?").waitFor();
    await expect.poll(() => sections.last().textContent()).toContain("Not answered yet.");
    await sendRuns(viewer.adapter.url, [createConversationRun(next)]);
    await sections.last().getByText("All is well.").waitFor();
    await expect.poll(isEndInSight).toBe(true);

    await page.locator(".room-scroller").evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(() => page.getByRole("button", { name: "Follow" }).getAttribute("aria-pressed")).toBe("false");
    await page.getByRole("button", { name: "3 earlier runs" }).click();
    await page.getByRole("button", { name: /earlier run/ }).waitFor({ state: "detached" });
    await expect.poll(() => sections.count()).toBe(RUNS + 1);
    await page.locator(".room-scroller").evaluate((element) => element.scrollTo({ top: 0 }));
    await sections.first().getByText("Answer 0").waitFor();

    await page
      .getByRole("navigation", { name: /^Runs of the room/ })
      .getByRole("button", { name: "Question 9" })
      .click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest(".room-run")?.textContent))
      .toContain("Answer 9");
  });

  it("is gone through by keys, and searched in what is shown of its runs", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/rooms/${CONVERSATION.roomId}`);
    await page.getByText(`Answer ${RUNS - 1}`).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.closest(".room-run")?.textContent);
    await page.getByRole("button", { name: "Question 9" }).click();
    await expect.poll(focused).toContain("Answer 9");
    await page.keyboard.press("J");
    await expect.poll(focused).toContain("Answer 10");
    await page.keyboard.press("K");
    await page.keyboard.press("K");
    await expect.poll(focused).toContain("Answer 8");

    const field = page.getByRole("searchbox", { name: "Search messages" });
    await field.fill("ANSWER 12");
    await page.getByText("1 of 20 runs has it").waitFor();
    const others = page.getByRole("link", { name: /^Search what was asked in all 2\d runs/ });
    await expect.poll(() => others.getAttribute("href")).toBe(`/?room=${CONVERSATION.roomId}&text=ANSWER+12`);
    const isShown = page.locator(".room-run:visible");
    await expect.poll(() => isShown.count()).toBe(1);
    await expect.poll(() => page.evaluate(() => CSS.highlights.get("found-text")?.size)).toBe(1);
    await field.fill("");
    await expect.poll(() => isShown.count()).toBe(20);
  });

  it("is found among all rooms", async () => {
    const page = await viewer.open(viewer.adapter.url);
    await page.getByRole("link", { name: "Rooms" }).click();
    await page.waitForURL(`${viewer.adapter.url}/rooms`);
    const row = page.locator(".room-list tr", { hasText: /And now\?|Question 22/ });
    await row.waitFor();
    await expect.poll(() => row.locator(".number").allTextContents()).toEqual([expect.stringMatching(/^2[34]$/), "1"]);
    await row.getByRole("link").click();
    await page.waitForURL(`${viewer.adapter.url}/rooms/${CONVERSATION.roomId}`);
  });

  it("leads from what failed to the step that did", async () => {
    const [failed] = runs.slice(-2);
    if (!failed) throw new Error("There is no run.");
    const page = await viewer.open(`${viewer.adapter.url}/${CONVERSATION.agent.id}/runs/${failed.runId}`);
    await page.locator(".run-header").getByRole("link", { name: "Room" }).click();
    await page.locator(".status-line-error").getByRole("link", { name: "connect ECONNREFUSED" }).click();
    await page.waitForURL(`**/runs/${failed.runId}?span=${toSpanId(failed, "book")}`);
    await page.goBack();
    await page.locator(".status-line-error").getByRole("button", { name: "FIND_RESTAURANT" }).click();
    await page.waitForURL(`**/runs/${failed.runId}?span=${toSpanId(failed, "find")}`);
    await expect.poll(() => page.getByRole("complementary").textContent()).toContain("FIND_RESTAURANT");
  });
});
