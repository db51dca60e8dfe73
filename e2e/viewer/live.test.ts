import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { cleanEnvironment, type Adapter } from "../../test-support/start-adapter.ts";
import { openBrowser, openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, type SampleRun, type SampleRunOptions } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";
import { toUuid } from "./to-uuid.ts";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

let browser: Browser;
/** Of all tests that need no server of their own; each has an agent of its own there. */
let shared: Adapter;

beforeAll(async () => {
  [browser, shared] = await Promise.all([openBrowser(), openAdapter()]);
});

afterAll(async () => {
  await browser.close();
  await shared.stop();
});

async function startEmptyAdapter(args: string[] = []) {
  const adapter = await openAdapter({ args });
  onTestFinished(async () => {
    await adapter.stop();
  });
  return adapter;
}

/** An agent that nobody else has: its page, and runs of it whose seeds are unlike those of others. */
function createAgent(name: string) {
  const agentId = toUuid(`agent ${name}`);
  return {
    url: `${shared.url}/${agentId}`,
    createRun: ({ seed, ...options }: Omit<SampleRunOptions, "agentId">) =>
      createSampleRun({ ...options, agentId, seed: `${name} ${seed}` }),
    send: (runs: readonly SampleRun[]) => sendRuns(shared.url, runs),
  };
}

describe("a page that is left open", () => {
  it("waits for the first run, says how to send one, and shows it when it comes", async () => {
    const adapter = await startEmptyAdapter();
    const page = await openViewer(browser, adapter.url);
    await page.getByText(`export OTEL_EXPORTER_OTLP_ENDPOINT=${adapter.url}`).waitFor();
    // The package is where the guide for elizaOS says.
    const install = await page.getByText(/^npm install/).textContent();
    expect(await readFile(join(root, "docs/elizaos.md"), "utf8")).toContain(`\n${install}\n`);
    const { version } = JSON.parse(await readFile(join(root, "instrumentation/package.json"), "utf8"));
    expect(install).toContain(`CLONE/runline-instrumentation-${version}.tgz`);
    await sendRuns(adapter.url, [createSampleRun({ seed: "first", startedAt: Date.now() - 1_000, status: "started" })]);
    await page.locator("tbody tr.is-started").waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(1);
  });

  it("shows the run of the example when one runs the command that it shows", async () => {
    const adapter = await startEmptyAdapter();
    const page = await openViewer(browser, adapter.url);
    const command = await page.getByText("node examples/any-agent.mjs").textContent();
    await execute("sh", ["-c", command ?? ""], { cwd: root, env: cleanEnvironment() });
    await page.locator(".run-list tbody tr").waitFor();
    await expect.poll(() => page.locator("tbody .cell-from").textContent()).toBe("–");
  });

  it("counts a run in the chart as soon as the list shows it", async () => {
    const agent = createAgent("charted");
    const earlier = agent.createRun({ seed: "earlier", startedAt: Date.now() - 20_000, status: "completed" });
    await agent.send([earlier]);
    const page = await openViewer(browser, agent.url);
    await page.getByText("Live", { exact: true }).waitFor();
    const words = page.locator(".chart-words").first();
    await expect.poll(() => words.textContent()).toBe("1 run");
    // More than one bar of the chart, and less than it takes to move it on without an event.
    const now = Date.now() + 6_000;
    await page.clock.setFixedTime(now);
    await agent.send([agent.createRun({ seed: "new", startedAt: now - 1_000, status: "started" })]);
    await page.locator("tbody tr.is-started").waitFor();
    await expect.poll(() => words.textContent(), { timeout: 5_000 }).toBe("2 runs 1 running");
  });

  it("shows a run from its start to its end, in the list and in its own page", async () => {
    const agent = createAgent("growing");
    const startedAt = Date.now();
    await agent.send([agent.createRun({ seed: "earlier", startedAt: startedAt - 60_000, status: "completed" })]);
    const list = await openViewer(browser, agent.url);
    await list.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => list.locator(".run-list tbody tr").count()).toBe(1);

    await agent.send([agent.createRun({ seed: "live", startedAt, status: "started" })]);
    await list.locator("tbody tr.is-started").waitFor();
    await list.locator("tbody tr.is-started .row-link").click();
    await list.getByRole("row", { name: /action BOOK_TABLE.*running/ }).waitFor();
    await expect.poll(() => list.getByRole("row", { name: /REPLY/ }).count()).toBe(0);

    await agent.send([agent.createRun({ seed: "live", startedAt, status: "error" })]);
    await list.getByRole("row", { name: /action REPLY/ }).waitFor();
    await list.locator(".run-header .status-error").waitFor();
    await expect.poll(() => list.locator(".bar.is-open").count()).toBe(0);
  });

  it("offers on a later page only new runs that match the filter", async () => {
    const agent = createAgent("filtered");
    const now = Date.now();
    const old = Array.from({ length: 60 }, (_, index) =>
      agent.createRun({ seed: `failed ${index}`, startedAt: now - 60_000 - index * 1_000, status: "error" }),
    );
    await agent.send(old);
    const page = await openViewer(browser, `${agent.url}?status=error`);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("page 2 of 2").waitFor();
    await agent.send([
      agent.createRun({ seed: "fine", startedAt: now, status: "completed" }),
      agent.createRun({ seed: "failed too", startedAt: now, status: "error" }),
    ]);
    await page.getByText("61 runs · page 2 of 2").waitFor();
    await expect.poll(() => page.locator(".new-runs").textContent()).toBe("1 new, 1 failed");
  });

  it("leaves a later page as it is and offers the new runs", async () => {
    const agent = createAgent("paged");
    const now = Date.now();
    const runs = Array.from({ length: 60 }, (_, index) =>
      agent.createRun({ seed: `old ${index}`, startedAt: now - 60_000 - index * 1_000, status: "completed" }),
    );
    await agent.send(runs);
    const page = await openViewer(browser, agent.url);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("page 2 of 2").waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(10);
    const before = await page
      .locator(".row-link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));

    await agent.send([agent.createRun({ seed: "new", startedAt: Date.now(), status: "started" })]);
    const offer = page.getByRole("button", { name: "1 new" });
    await offer.waitFor();
    expect(
      await page.locator(".row-link").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(before);
    await offer.click();
    await page.locator("tbody tr.is-started").waitFor();
  });

  it("shows what came between its first answer and the opening of the stream", async () => {
    const agent = createAgent("raced");
    const earlier = agent.createRun({ seed: "earlier", startedAt: Date.now() - 60_000, status: "completed" });
    await agent.send([earlier]);
    const page = await openViewer(browser, "about:blank");
    const held: (() => void)[] = [];
    await page.route("**/live", async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    // The slow polling would show it too.
    await page.clock.install();
    await page.goto(agent.url);
    await page.locator("tbody tr.is-completed").waitFor();
    await expect.poll(() => held.length).toBe(1);
    await agent.send([agent.createRun({ seed: "between", startedAt: Date.now(), status: "started" })]);
    await page.clock.pauseAt(Date.now() + 1_000);
    held[0]?.();
    await expect.poll(() => page.locator("tbody tr.is-started").count()).toBe(1);
  });

  it("hears of runs of every agent, and offers them where the beginning of the list is out of sight", async () => {
    const adapter = await startEmptyAdapter();
    const now = Date.now();
    const old = Array.from({ length: 50 }, (_, index) =>
      createSampleRun({ seed: `old ${index}`, startedAt: now - 60_000 - index * 1_000, status: "completed" }),
    );
    await sendRuns(adapter.url, old);
    const page = await openViewer(browser, adapter.url);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.locator(".row-link").last().scrollIntoViewIfNeeded();
    const agentId = toUuid("another agent");
    await sendRuns(adapter.url, [createSampleRun({ seed: "other", startedAt: now, status: "error", agentId })]);
    const offer = page.getByRole("button", { name: "1 new, 1 failed" });
    await offer.click();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
    await expect.poll(() => offer.count()).toBe(0);
    await page.locator("tbody tr.is-error").waitFor();
    await page.getByRole("button", { name: "All agents" }).click();
    await expect.poll(() => page.getByRole("option").count()).toBe(3);
  });

  it("keeps asking for a step that goes on after the run has ended, until that ends too", async () => {
    const agent = createAgent("outlived");
    const run = agent.createRun({ seed: "outlived", startedAt: Date.now() - 5_000, status: "completed" });
    const { embedding } = run.spans;
    if (embedding) delete embedding.endMs;
    await agent.send([run]);
    const page = await openViewer(browser, "about:blank");
    let requests = 0;
    page.on("request", (request) => (requests += new URL(request.url()).pathname.endsWith("/spans") ? 1 : 0));
    await page.clock.install();
    await page.goto(`${agent.url}/runs/${run.runId}`);
    await page.getByRole("row", { name: /embedding.*running/ }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    const before = requests;
    await page.clock.runFor(16_000);
    await expect.poll(() => requests).toBeGreaterThan(before);
  });

  it("says that it waits in vain when the server is gone before the first run", async () => {
    const adapter = await openAdapter();
    const page = await openViewer(browser, adapter.url);
    await page.getByText("Waiting at").waitFor();
    await adapter.stop();
    const alert = page.getByRole("alert");
    await expect.poll(() => alert.textContent()).toContain(`No answer from ${adapter.url} since`);
  });

  it("says that it lost the server, comes back by itself and shows what it missed", async () => {
    const first = await openAdapter();
    const { port } = new URL(first.url);
    const earlier = createSampleRun({ seed: "before", startedAt: Date.now() - 60_000, status: "completed" });
    await sendRuns(first.url, [earlier]);
    const page = await openViewer(browser, `${first.url}/${SAMPLE_AGENT.id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    // All parts of the page have come.
    await page.locator(".run-chart").first().waitFor();
    await page.locator(".run-sketch").first().waitFor();
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    await first.stop();
    await page.getByText("Reconnecting").waitFor();
    await page.getByRole("alert").getByText("What you see is from then").waitFor();

    const second = await startEmptyAdapter(["--port", port]);
    await sendRuns(second.url, [earlier, createSampleRun({ seed: "missed", startedAt: Date.now(), status: "error" })]);
    // What there is to say of a failed run is a part of its own: the server goes on until it has come.
    await page.locator("tbody tr.is-error .why").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(2);
  });

  it("waits for a part that it could not fetch, and has it once the server is back, with the same view", async () => {
    const first = await openAdapter();
    const { port } = new URL(first.url);
    const run = createSampleRun({ seed: "part", startedAt: Date.now() - 60_000, status: "error" });
    await sendRuns(first.url, [run]);
    const page = await openViewer(browser, `${first.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
    await page.getByRole("row", { name: /BOOK_TABLE/ }).waitFor();
    await first.stop();
    await page.keyboard.press("t");
    await page.getByText("Waiting for the server…").waitFor();

    const second = await startEmptyAdapter(["--port", port]);
    await sendRuns(second.url, [run]);
    await page.locator(".span-table").waitFor();
    await expect.poll(() => page.getByRole("tab", { name: "Table" }).getAttribute("aria-selected")).toBe("true");
  });

  it("is loaded again once for a part that something keeps from it, and then says what is wrong", async () => {
    const adapter = await startEmptyAdapter();
    const page = await openViewer(browser, "about:blank");
    let pages = 0;
    page.on("load", () => (pages += 1));
    await page.route("**/list-tools-*.js", (route) => route.abort());
    await sendRuns(adapter.url, [createSampleRun({ seed: "kept", startedAt: Date.now(), status: "error" })]);
    await page.goto(adapter.url);
    await page.getByRole("alert").getByText("This part could not be loaded").waitFor();
    expect(pages).toBe(2);
    await page.unroute("**/list-tools-*.js");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Open a run from a file").waitFor();
  });
});
