import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";
import { toUuid } from "./to-uuid.ts";

const RUNS = 120;
const PAGE = 50;

const viewer = useViewer();
let list: string;

beforeAll(async () => {
  list = `${viewer.adapter.url}/${SAMPLE_AGENT.id}`;
  const now = Date.now();
  const runs = Array.from({ length: RUNS }, (_, index) =>
    createSampleRun({
      seed: `list ${index}`,
      startedAt: now - 60_000 - index * 5_000,
      status: index % 10 === 0 ? "error" : index % 10 === 1 ? "timeout" : "completed",
    }),
  );
  await sendRuns(viewer.adapter.url, runs);
});

describe("the list of runs", () => {
  it("is of all agents, each run with its agent and what it took; a failed one says why", async () => {
    const page = await viewer.open(viewer.adapter.url);
    const failed = page.locator("tbody tr.is-error").first();
    await failed.waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(PAGE);
    await expect.poll(() => page.title()).toBe("Runs · Runline");
    await expect.poll(() => failed.locator(".cell-agent").textContent()).toBe(SAMPLE_AGENT.name);
    await expect.poll(() => failed.locator(".cell-errors").textContent()).toBe("1");
    await expect.poll(() => failed.locator(".run-sketch .has-failed").count()).toBe(1);
    await expect.poll(() => failed.locator(".cell-cause").textContent()).toContain("/bookingsconnect ECONNREFUSED");
    await expect
      .poll(() => failed.getByRole("link").first().textContent())
      .toBe("Error: GET_WEATHER, BOOK_TABLE, REPLY");
    await failed.locator(".cell-cost").click({ force: true }); // anywhere in the line, which its link covers
    await page.waitForURL(/\/runs\//);
    await page.locator(".back-link").click();
    await page.waitForURL(`${viewer.adapter.url}/`);
  });

  it("is narrowed to an agent that is found by its name, and goes back to all", async () => {
    const page = await viewer.open(viewer.adapter.url);
    await page.getByRole("button", { name: "All agents" }).click();
    await page.getByRole("combobox", { name: "Find an agent" }).fill(SAMPLE_AGENT.name.slice(1, 4));
    await page.getByRole("option", { name: SAMPLE_AGENT.name }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(list);
    await expect.poll(() => page.title()).toBe(`${SAMPLE_AGENT.name} · Runline`);
    await page.getByRole("button", { name: SAMPLE_AGENT.name }).click();
    await page.getByRole("option", { name: "All agents" }).click();
    await page.waitForURL(`${viewer.adapter.url}/`);
  });

  it("keeps its filters in the URL: a choice changes it, a reload and the way back keep it", async () => {
    const page = await viewer.open(list);
    const filter = page.getByRole("dialog", { name: "Filter" });
    await page.getByRole("button", { name: "Filter" }).click();
    await filter.getByLabel("Status").selectOption("Timeout");
    await filter.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(`${list}?status=timeout`);
    await page.getByText("12 runs", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("12 runs", { exact: true }).waitFor();
    await page.locator(".row-link").first().click();
    await page.locator(".back-link").click();
    await page.waitForURL(`${list}?status=timeout`);
    await page.getByRole("button", { name: "All times" }).click();
    await page.getByRole("button", { name: "Last 15 min" }).click();
    await page.waitForURL(`${list}?status=timeout&range=15m`);
    await page.goBack();
    await page.waitForURL(`${list}?status=timeout`);
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(12);
    await page.getByRole("button", { name: "Remove Status" }).click();
    await page.waitForURL(list);
  });

  it("takes a time as it is typed, and says what is none", async () => {
    const page = await viewer.open(list);
    await page.getByRole("button", { name: "All times" }).click();
    const time = page.getByRole("dialog", { name: "Time" });
    await time.getByLabel("From").fill("some day");
    await time.getByText("“some day” is not understood as a time.").waitFor();
    await expect.poll(() => time.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
    await time.getByLabel("From").fill("5 min ago");
    await time.getByLabel("From").press("Enter");
    await page.waitForURL(/\?from=\d+$/);
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBeLessThan(PAGE);
  });

  it("narrows to a room of the runs on screen, and says so when nothing is left", async () => {
    const page = await viewer.open(list);
    await page.locator(".run-list tbody tr").first().waitFor();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("dialog", { name: "Filter" }).getByLabel("Room").selectOption({ index: 1 });
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/\?room=/);
    const room = new URL(page.url()).searchParams.get("room");
    expect([toUuid("room Ada"), toUuid("room Grace"), toUuid("room Linus")]).toContain(room);
    await page.goto(`${list}?room=${toUuid("an empty room")}`);
    await page.getByRole("button", { name: "Clear filters" }).click();
    await page.waitForURL(list);
    await page.getByText(`${RUNS} runs · page 1 of 3`).waitFor();
  });

  it("is searched for a text, and goes to an id that is pasted", async () => {
    const page = await viewer.open(viewer.adapter.url);
    const field = page.getByRole("searchbox", { name: "Search the runs" });
    await field.fill("econnrefused");
    await field.press("Enter");
    await page.waitForURL(`${viewer.adapter.url}/?text=econnrefused`);
    await expect.poll(() => page.locator(".run-list tbody tr.is-error").count()).toBe(12);
    await page.getByRole("link", { name: "12 runs failed the same way" }).first().click();
    await page.waitForURL(/\/\?fingerprint=[0-9a-f]{16}$/);
    await page.getByText("12 runs", { exact: true }).waitFor();

    const [, agentId, , runId = ""] = new URL(
      (await page.locator(".row-link").first().getAttribute("href")) ?? "",
      list,
    ).pathname.split("/");
    await field.focus();
    await page.evaluate((text) => document.execCommand("insertText", false, text), runId);
    expect(page.url()).not.toContain("/go/"); // typed, not pasted
    await page.keyboard.press("Enter");
    await page.waitForURL(`${viewer.adapter.url}/${agentId}/runs/${runId}`);
    await page.goto(`${viewer.adapter.url}/go/${toUuid("nothing")}`);
    await page.getByRole("heading", { name: "Nothing has this id" }).waitFor();
  });

  it("is sorted by its heads, up and down", async () => {
    const page = await viewer.open(list);
    const durations = async () =>
      (await page.locator("tbody .cell-duration").allTextContents()).map((text) => Number.parseFloat(text));
    await page.getByRole("button", { name: "Duration" }).click();
    await page.waitForURL(`${list}?sort=duration`);
    await expect
      .poll(async () => (await durations()).every((ms, index, all) => index === 0 || ms <= (all[index - 1] ?? 0)))
      .toBe(true);
    const longest = (await durations())[0];
    await page.getByRole("button", { name: "Duration" }).click();
    await page.waitForURL(`${list}?sort=duration&order=asc`);
    await expect.poll(async () => (await durations())[0]).toBeLessThan(longest ?? 0);
    await expect
      .poll(() => page.getByRole("columnheader", { name: "Duration" }).getAttribute("aria-sort"))
      .toBe("ascending");
    await page.getByRole("button", { name: "Time", exact: true }).click();
    await page.waitForURL(list);
  });

  it("puts failed runs together by their cause, and a filter under a name that this browser keeps", async () => {
    const page = await viewer.open(viewer.adapter.url);
    await page.getByRole("link", { name: "Failed", exact: true }).click();
    await page.waitForURL(`${viewer.adapter.url}/?group=cause`);
    await page.getByText("24 runs failed in 2 ways").waitFor();
    const cause = page.getByRole("button", { name: /12 runs.*connect ECONNREFUSED/ });
    await cause.click();
    await expect.poll(() => page.locator(".cause-runs tbody tr").count()).toBe(5);
    await page.getByRole("link", { name: "7 more" }).click();
    await page.getByText("12 runs", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Save view" }).click();
    await page.getByLabel("Name of the view").fill("Refused");
    await page.keyboard.press("Enter");
    const view = page.getByRole("link", { name: "Refused" });
    await view.waitFor();
    await page.goto(viewer.adapter.url);
    await view.click();
    await page.waitForURL(/\?fingerprint=/);
    await page.getByRole("button", { name: "Remove Refused" }).click();
    await expect.poll(() => view.count()).toBe(0);
  });

  it("is walked through by keys, and everything else is a Ctrl+K away", async () => {
    const page = await viewer.open(viewer.adapter.url);
    await page.locator(".row-link").first().waitFor();
    await page.locator("dialog.key-help").waitFor({ state: "attached" });
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await expect.poll(() => focused()).toMatch(/^Completed: /);
    await page.keyboard.press("e");
    await expect.poll(() => focused()).toMatch(/^Error: /);
    await page.keyboard.press("k");
    await expect.poll(() => focused()).toMatch(/^Completed: /);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).getByText("Next, previous run that failed").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Search the runs");
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Go to" });
    await palette.getByRole("combobox").fill("econnref");
    await palette
      .getByRole("option", { name: /Harbour Guide · \d\d:\d\d:\d\d ?Error$/ })
      .first()
      .waitFor();
    await palette.getByRole("combobox").fill(SAMPLE_AGENT.name);
    await page.keyboard.press("Enter");
    await page.waitForURL(list);
    await page.locator(".row-link").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\//);
  });

  it("goes by Ctrl+K to a room of a name, and changes a setting that this browser keeps", async () => {
    const page = await viewer.open(viewer.adapter.url);
    await page.locator(".row-link").first().waitFor();
    const field = page.getByRole("dialog", { name: "Go to" }).getByRole("combobox");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.keyboard.press("Control+k");
    await field.fill("theme");
    await page.getByRole("option", { name: /^Theme: dark/ }).click();
    await expect.poll(() => background()).not.toBe(light);
    await page.keyboard.press("Control+k");
    await field.fill("Room ");
    await page.getByRole("option", { name: /room$/ }).first().click();
    await page.waitForURL(/\/rooms\/[\da-f-]{36}$/);
    await page.reload();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  });

  it("pages forth and back by the cursor of the API", async () => {
    const page = await viewer.open(list);
    const paging = page.getByRole("navigation", { name: "Pages" });
    const first = await page.locator(".row-link").first().getAttribute("href");
    await paging.getByRole("button", { name: "Next" }).click();
    await paging.getByText(`${RUNS} runs · page 2 of 3`).waitFor();
    await paging.getByRole("button", { name: "Next" }).click();
    await paging.getByText(`${RUNS} runs · page 3 of 3`).waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(RUNS - 2 * PAGE);
    await expect.poll(() => paging.getByRole("button", { name: "Next" }).isDisabled()).toBe(true);
    await paging.getByRole("button", { name: "Previous" }).click();
    await paging.getByText(`${RUNS} runs · page 2 of 3`).waitFor();
    await paging.getByRole("button", { name: "First" }).click();
    await paging.getByText(`${RUNS} runs · page 1 of 3`).waitFor();
    await expect.poll(() => page.locator(".row-link").first().getAttribute("href")).toBe(first);
  });

  it("shows what an address asks for as far as it can, and says what it has left out", async () => {
    const agents = [SAMPLE_AGENT.id, ...Array.from({ length: 149 }, (_, index) => toUuid(`nobody ${index}`))];
    const text = "x".repeat(1_100);
    const page = await viewer.open(`${viewer.adapter.url}/?status=timeout&text=${text}&agent=${agents.join(",")}`);
    await expect.poll(() => page.locator("tbody tr.is-timeout").count()).toBe(12);
    const note = page.getByRole("note").filter({ hasText: "Left out" });
    await expect.poll(() => note.textContent()).toMatch(/50 of 150 agents; text of 1,100 characters, .*\./);
    await page.getByRole("button", { name: "Remove Status" }).click();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(PAGE);
    await expect.poll(() => note.count()).toBe(0);
  });

  it("shows the first page where that of the address is gone, and says so", async () => {
    const page = await viewer.open(`${list}?status=error&cursor=broken`);
    await page.getByText("The page of this address is not there any more.").waitFor();
    await expect.poll(() => page.locator("tbody tr.is-error").count()).toBe(12);
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
  });

  it("draws the same time when a later page is opened by a link", async () => {
    const page = await viewer.open(list);
    const time = page.locator(".chart-time");
    await expect.poll(() => time.textContent()).toBe("last 15 minutes");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText(`${RUNS} runs · page 2 of 3`).waitFor();
    await page.reload();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(PAGE);
    await expect.poll(() => time.textContent()).toBe("last 15 minutes");
  });

  it("draws runs over time, says what is below the pointer, and takes a range from dragging over it", async () => {
    const page = await viewer.open(list);
    const plot = page.locator(".chart-plot").first();
    await plot.locator("rect").first().waitFor();
    const words = page.locator(".chart-words");
    await expect.poll(() => words.first().textContent()).toBe("120 runs 12 failed 12 timed out");
    await page.getByText("View as table").click();
    await expect.poll(() => page.locator(".chart-table tbody tr").count()).toBeGreaterThan(1);
    const box = await plot.boundingBox();
    if (!box) throw new Error("The chart is not on screen.");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 10);
    await expect.poll(() => page.locator(".chart-crosshair").count()).toBe(4);
    await expect.poll(() => words.first().textContent()).not.toContain("120 runs");
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 10, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/\?from=\d+&to=\d+$/);
    const chosen = new URL(page.url()).searchParams;
    expect(Number(chosen.get("to"))).toBeGreaterThan(Number(chosen.get("from")));
    await page.locator(".list-filters .popover-place > button").nth(1).click();
    await page.getByRole("button", { name: "All times" }).click();
    await page.waitForURL(list);
  });

  it("says that there is no page or no run at an unknown address", async () => {
    const page = await viewer.open(`${list}/runs/${toUuid("no such run")}`);
    await page.getByRole("heading", { name: "Not found" }).waitFor();
    await page.goto(`${viewer.adapter.url}/a/b/c/d`);
    await page.getByText("There is no page at this address.").waitFor();
    await expect.poll(() => page.locator(".run-list").count()).toBe(0);
    await page.goto(`${viewer.adapter.url}/nonsense`);
    await page.getByText("There is no page at this address.").waitFor();
  });

  it("leads from an agent without runs to those that have some", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/${toUuid("an unknown agent")}`);
    await page.getByRole("heading", { name: "No runs of this agent" }).waitFor();
    await page.getByRole("link", { name: SAMPLE_AGENT.name }).click();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(PAGE);
  });
});
