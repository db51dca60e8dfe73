import { ATTR_GEN_AI_TOOL_NAME } from "@runline/contract";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer, showsSpan } from "./open-viewer.ts";
import { createSampleRun, CONTEXT_PROVIDERS, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";
import { toImported } from "./to-imported.ts";

const UNSURE = "may belong to another run: runs overlapped";

const now = Date.now();
const completed = createSampleRun({ seed: "marks", startedAt: now - 60_000, status: "completed" });
const broken = createSampleRun({ seed: "broken context provider", startedAt: now - 65_000, status: "completed" });
const late = createSampleRun({ seed: "late work", startedAt: now - 70_000, status: "timeout" });
const retried = createSampleRun({ seed: "retried", startedAt: now - 75_000, status: "completed" });
const imported = toImported(createSampleRun({ seed: "imported", startedAt: now - 3_600_000, status: "completed" }));

const viewer = useViewer();

const toUrl = (run: SampleRun, query = "") => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}${query}`;

async function openRun(run: SampleRun, query = ""): Promise<Page> {
  const page = await viewer.open(toUrl(run, query));
  await page.locator(".waterfall-row").first().waitFor();
  return page;
}

const countContextProviders = (page: Page) => page.locator(".waterfall-row .kind-context_provider").count();

beforeAll(async () => {
  const facts = broken.spans["context provider FACTS"];
  if (facts) facts.error = 'relation "facts" does not exist';
  const { run, reflection } = late.spans;
  if (run?.endMs !== undefined && reflection) run.endMs = reflection.startMs - 5;
  const { booking, table } = retried.spans;
  if (booking?.endMs !== undefined && table) {
    const length = (booking.endMs - booking.startMs) / 4;
    for (const [place, key] of ["booking", "booking 2", "booking 3"].entries()) {
      const startMs = booking.startMs + place * length * 1.5;
      const error = place === 2 ? {} : { error: "503 Service Unavailable" };
      retried.spans[key] = { ...booking, ...error, startMs, endMs: startMs + length };
    }
    retried.spans["beside"] = { ...table, name: "execute_tool LOOK_UP_GUEST" };
    retried.spans["beside"].attributes = { ...table.attributes, [ATTR_GEN_AI_TOOL_NAME]: "LOOK_UP_GUEST" };
  }
  await sendRuns(viewer.adapter.url, [completed, broken, late, imported, retried]);
});

describe("a composed state", () => {
  it("keeps its context providers to itself until it is opened, by one key", async () => {
    const page = await openRun(completed);
    const state = page.getByRole("row", { name: /composed state compose_state 12 context providers/ });
    await expect.poll(() => state.getAttribute("aria-expanded")).toBe("false");
    await expect.poll(() => countContextProviders(page)).toBe(0);
    await page.getByRole("treegrid").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => countContextProviders(page)).toBe(CONTEXT_PROVIDERS.length);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => countContextProviders(page)).toBe(0);
  });

  it("is opened by a click, too", async () => {
    const page = await openRun(completed);
    await page
      .getByRole("row", { name: /composed state compose_state/ })
      .locator(".fold")
      .click();
    await expect.poll(() => page.getByRole("row", { name: /context provider RECENT_MESSAGES/ }).count()).toBe(1);
  });

  it("opens for the error inside that one jumps to, and says before that there is one", async () => {
    const page = await openRun(broken);
    await page.getByRole("row", { name: /composed state compose_state.*1 failed inside/ }).waitFor();
    await page.keyboard.press("e");
    const row = page.locator(".waterfall-row.is-active");
    await expect.poll(() => row.locator(".row-label").textContent()).toBe("context provider FACTS");
    await expect.poll(() => row.locator(".second-line").textContent()).toContain("does not exist");
  });

  it("is hidden and shown together with its context providers", async () => {
    const page = await openRun(completed);
    await page.getByRole("button", { name: /^Composed state/ }).click();
    await expect.poll(() => page.locator(".waterfall-row .kind-composed_state").count()).toBe(0);
    await expect.poll(() => countContextProviders(page)).toBe(0);
    await page.getByRole("button", { name: /^Context providers/ }).click();
    await page.getByRole("row", { name: /composed state compose_state/ }).waitFor();
  });
});

describe("a model call", () => {
  it("says what it cost and which attempt it was, in its row and in the drawer", async () => {
    const page = await openRun(completed, `?span=${toSpanId(completed, "answer")}`);
    const row = page.getByRole("row", { name: /attempt 2/ });
    await expect
      .poll(() => row.locator(".row-detail").textContent())
      .toBe(" 934 → 104 tok $0.00020 TEXT_LARGE attempt 2");
    const facts = page.getByRole("complementary", { name: "Span details" }).locator(".facts");
    await expect.poll(() => facts.textContent()).toContain("Attempt2");
    await expect.poll(() => facts.textContent()).toContain("Cost$0.00020");
  });

  it("says so among the events of the run, too", async () => {
    const page = await openRun(completed);
    await page.getByRole("tab", { name: /Events/ }).click();
    const call = page.getByText("TEXT_LARGE · gpt-4o-mini · attempt 2 · 1,038 tokens · $0.00020");
    await expect.poll(() => call.count()).toBe(1);
  });
});

describe("a step that was tried several times", () => {
  it("is one row with a bar for each try, which opens to the tries", async () => {
    const page = await openRun(retried);
    const row = page.getByRole("row", { name: /infrastructure span POST tables\.example\.com\/bookings 3 tries/ });
    await row.waitFor();
    await expect.poll(() => row.locator(".bar").count()).toBe(3);
    expect([await row.getAttribute("aria-expanded"), await row.locator(".second-line").count()]).toEqual(["false", 0]);
    await row.click();
    const tries = page.getByRole("row", { name: /infrastructure span POST tables/ });
    await expect.poll(() => tries.count()).toBe(4);
    await tries.last().click();
    await page.waitForURL(showsSpan(toSpanId(retried, "booking 3")));
  });

  it("is told from one that runs beside it", async () => {
    const page = await openRun(retried);
    await page.getByRole("row", { name: /action BOOK_TABLE.* one of 2 at the same time/ }).waitFor();
    await page.getByRole("row", { name: /action LOOK_UP_GUEST.* one of 2 at the same time/ }).waitFor();
    await expect.poll(() => page.getByRole("row", { name: /action REPLY.* at the same time/ }).count()).toBe(0);
  });
});

it("a run that timed out shows the work that came after its end", async () => {
  const page = await openRun(late);
  await page.getByRole("row", { name: /evaluator REFLECTION after the run's end/ }).waitFor();
  await page.locator(".run-end").waitFor({ state: "attached" });
  await expect.poll(() => page.getByText("after the run's end").count()).toBe(1);
  await page.getByRole("tab", { name: /Events/ }).click();
  const types = page.locator(".run-events tbody td:nth-child(2)");
  await expect
    .poll(async () => (await types.allTextContents()).slice(-2))
    .toEqual(["RUN_ENDED", "EVALUATOR_COMPLETED"]);
});

describe("an imported run", () => {
  it("is called so in the list and on its page, which says what its logs do not have", async () => {
    const page = await viewer.open(`${viewer.adapter.url}/${SAMPLE_AGENT.id}`);
    await expect.poll(() => page.locator(".run-list .imported-chip").count()).toBe(1);
    await page.locator(".run-list tr", { hasText: "imported" }).getByRole("link").click();
    await page.locator(".run-header .imported-chip").waitFor();
    await page.getByText("These logs have no run events").waitFor();
    await page.getByText("Completed").waitFor();
  });

  it("marks the steps that may be another run's, in words, in every place", async () => {
    const page = await openRun(imported, `?span=${toSpanId(imported, "thought")}`);
    await page
      .getByRole("row", { name: new RegExp(`^model call gpt-4o-mini ${UNSURE} .*TEXT_LARGE`) })
      .first()
      .waitFor();
    expect(
      await page
        .getByRole("row", { name: /action REPLY/ })
        .locator(".attribution-mark")
        .count(),
    ).toBe(0);
    await page.getByRole("complementary", { name: "Span details" }).getByText(UNSURE).waitFor();
    await page
      .getByRole("tab", { name: /Events/ })
      .first()
      .click();
    await expect.poll(() => page.locator(".run-events").getByText(UNSURE).count()).toBe(5);
  });

  it("has no mark when it was recorded as it happened", async () => {
    const page = await openRun(completed);
    await expect.poll(() => page.locator(".imported-chip, .attribution-mark, .limited-note, .run-end").count()).toBe(0);
  });
});
