import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

const STEPS = 10_000;
/** A busy machine takes its time. */
const SOON = { timeout: 20_000 };
/** Spans of a sample run without more. */
const OWN = 27;

const large = createSampleRun({ seed: "large", startedAt: Date.now() - 80_000, status: "completed" });
for (let index = 0; index < STEPS; index++) {
  large.spans[`span ${index}`] = {
    name: "GET",
    parent: index % 10 === 0 ? "run" : `span ${index - (index % 10)}`,
    startMs: index / 10,
    endMs: index / 10 + 1,
    attributes: { "url.full": `http://api.example.com/items/${index}`, "http.response.status_code": 200 },
  };
}

const viewer = useViewer();

const toUrl = (run: SampleRun) => `${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;
const countOf = (page: Page) => page.getByRole("tab", { name: /^Waterfall/ }).textContent();

beforeAll(async () => {
  await sendRuns(viewer.adapter.url, [large]);
});

/** A page that gets the answer as it is sent, but what is after its first spans only when the test lets it go on. */
async function openHeld(): Promise<{ page: Page; countHeld: () => number; goOn: () => void }> {
  const page = await viewer.open("about:blank");
  const parts: (() => void)[] = [];
  await page.exposeFunction("holdPart", () => new Promise<void>((resolve) => parts.push(resolve)));
  await page.addInitScript(`
    const send = window.fetch;
    window.fetch = async (input, init) => {
      const response = await send(input, init);
      if (!String(input).endsWith("/spans")) return response;
      let isHeld = false;
      const held = new TransformStream({
        async transform(chunk, controller) {
          controller.enqueue(chunk);
          if (isHeld || !new TextDecoder().decode(chunk).includes("]}\\n")) return;
          isHeld = true;
          await window.holdPart();
        },
      });
      return new Response(response.body.pipeThrough(held), response);
    };`);
  await page.goto(toUrl(large));
  await page.locator(".waterfall-row").first().waitFor();
  return { page, countHeld: () => parts.length, goOn: () => parts.shift()?.() };
}

describe("a run of 10,000 spans", () => {
  it("shows its first rows and how far it is while the others come, and then all of them", async () => {
    const { page, goOn } = await openHeld();
    await page.getByText(/^[\d,]+ of 10,027 spans, [\d.]+ [KM]B$/).waitFor();
    await expect.poll(() => page.locator(".waterfall-row").count()).toBeLessThanOrEqual(60);
    goOn();
    await expect.poll(() => countOf(page), SOON).toBe("Waterfall10,027");
    await expect.poll(() => page.locator(".spans-note").count()).toBe(0);
  });

  it("can be stopped, which keeps what had come, and begun again", async () => {
    const { page, countHeld, goOn } = await openHeld();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/^Stopped: [\d,]+ of 10,027 spans are shown\./).waitFor();
    await expect.poll(() => page.locator(".waterfall-row").count()).toBeGreaterThan(0);
    goOn();
    await page.getByRole("button", { name: "Load all" }).click();
    await expect.poll(countHeld, SOON).toBe(1);
    goOn();
    await expect.poll(() => countOf(page), SOON).toBe("Waterfall10,027");
  });

  it("shows no number of spans but the progress while they come, and all of them while the server has yet to end", async () => {
    const page = await viewer.open("about:blank");
    const parts: (() => void)[] = [];
    await page.exposeFunction("holdPart", () => new Promise<void>((resolve) => parts.push(resolve)));
    // The answer stops before its last line, which comes when the spans have been folded.
    await page.addInitScript(`
      const send = window.fetch;
      window.fetch = async (input, init) => {
        const response = await send(input, init);
        if (!String(input).endsWith("/spans")) return response;
        const text = await response.text();
        const end = text.lastIndexOf('{"cursor"');
        const body = new ReadableStream({
          async start(controller) {
            const encoder = new TextEncoder();
            for (const piece of [text.slice(0, end / 2), text.slice(end / 2, end), text.slice(end)]) {
              controller.enqueue(encoder.encode(piece));
              await window.holdPart();
            }
            controller.close();
          },
        });
        return new Response(body, response);
      };`);
    await page.goto(toUrl(large));
    await page.getByText(/^[\d,]+ of 10,027 spans, [\d.]+ [KM]B$/).waitFor();
    await expect.poll(() => countOf(page)).toBe("Waterfall");
    await expect.poll(() => parts.length).toBe(1);
    parts[0]?.();
    await page.getByText("10,027 spans have come; what belongs together is being found out…").waitFor();
    await expect.poll(() => page.getByRole("progressbar").count()).toBe(0);
    // All but the context providers, which are in a closed row, and the head.
    const rows = () => page.getByRole("treegrid").getAttribute("aria-rowcount");
    await expect.poll(rows, SOON).toBe("10016");
    parts[1]?.();
    await expect.poll(() => parts.length).toBe(3);
    parts[2]?.();
    await expect.poll(() => countOf(page), SOON).toBe("Waterfall10,027");
  });

  it("is searched by what its rows show and what was sent, and asks for the details of the span that is found", async () => {
    const page = await viewer.open(toUrl(large));
    await expect.poll(() => countOf(page), SOON).toBe(`Waterfall${(STEPS + OWN).toLocaleString("en-GB")}`);
    await page.getByLabel("Search spans").fill("items/9999");
    await page.getByText("1 found").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".waterfall-row.is-active").click();
    const drawer = page.getByRole("complementary", { name: "Span details" });
    await drawer.getByRole("tab", { name: /Attributes/ }).click();
    await drawer.getByText("http://api.example.com/items/9999").waitFor();
    await page.getByLabel("Search spans").fill("no row says this");
    await expect.poll(() => page.locator(".match-count").textContent(), SOON).toBe("0 found");
  });

  it("says how much is left out of an answer that was cut, on the page and for as long as it is", async () => {
    const page = await viewer.open("about:blank");
    await page.route("**/spans", async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('{"cursor":', '{"cut":{"spans":2000},"cursor":');
      await route.fulfill({ response, body });
    });
    await page.goto(toUrl(large));
    await page.getByText("2,000 spans more than can be shown: those that started last are left out.").waitFor();
    await expect.poll(() => countOf(page)).toBe("Waterfall10,027");
  });

  it("says that the server is busy, and shows the run as soon as it may", async () => {
    const page = await viewer.open("about:blank");
    let isBusy = true;
    await page.route("**/spans", async (route) => {
      if (!isBusy) return route.continue();
      const error = { code: "UNAVAILABLE", message: "3 large runs are being read." };
      return route.fulfill({ status: 503, headers: { "retry-after": "1" }, json: { error } });
    });
    await page.goto(toUrl(large));
    await page.getByText("3 large runs are being read. Trying again…").waitFor();
    await page.locator(".run-header").waitFor();
    await expect.poll(() => page.locator(".waterfall-row").count()).toBe(0);
    isBusy = false;
    await page.locator(".waterfall-row").first().waitFor();
  });

  it("shows a span that comes after its end at once", async () => {
    const page = await viewer.open(toUrl(large));
    await page.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => countOf(page), SOON).toBe("Waterfall10,027");
    const late = { name: "late", parent: "run", startMs: 1, endMs: 2, attributes: {} };
    await sendRuns(viewer.adapter.url, [{ ...large, spans: { late } }]);
    await expect.poll(() => countOf(page), SOON).toBe("Waterfall10,028");
  });
});
