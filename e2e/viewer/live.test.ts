import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startAdapter } from "../support/start-adapter.ts";
import { openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT, sendRuns } from "./sample-run.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function startEmptyAdapter(args: string[] = []) {
  const adapter = await startAdapter({ args });
  onTestFinished(async () => {
    await adapter.stop();
  });
  return adapter;
}

describe("a page that is left open", () => {
  it("waits for the first run, says how to send one, and shows it when it comes", async () => {
    const adapter = await startEmptyAdapter();
    const page = await openViewer(browser, adapter.url);
    await page.getByText(`OTEL_EXPORTER_OTLP_ENDPOINT=${adapter.url}`).waitFor();
    await sendRuns(adapter.url, [createSampleRun({ seed: "first", startedAt: Date.now() - 1_000, status: "started" })]);
    await page.waitForURL(`${adapter.url}/${SAMPLE_AGENT.id}`);
    await page.locator("tbody tr.is-started").waitFor();
    expect(await page.locator(".run-list tbody tr").count()).toBe(1);
  });

  it("shows a run from its start to its end, in the list and in its own page", async () => {
    const adapter = await startEmptyAdapter();
    const startedAt = Date.now();
    await sendRuns(adapter.url, [
      createSampleRun({ seed: "earlier", startedAt: startedAt - 60_000, status: "completed" }),
    ]);
    const list = await openViewer(browser, `${adapter.url}/${SAMPLE_AGENT.id}`);
    await list.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => list.locator(".run-list tbody tr").count()).toBe(1);

    await sendRuns(adapter.url, [createSampleRun({ seed: "live", startedAt, status: "started" })]);
    await list.locator("tbody tr.is-started").waitFor();
    await list.locator("tbody tr.is-started .row-link").click();
    await list.getByRole("row", { name: /action BOOK_TABLE.*in progress/ }).waitFor();
    expect(await list.getByRole("row", { name: /REPLY/ }).count()).toBe(0);

    await sendRuns(adapter.url, [createSampleRun({ seed: "live", startedAt, status: "error" })]);
    await list.getByRole("row", { name: /action REPLY/ }).waitFor();
    await list.locator(".run-title .status-error").waitFor();
    await expect.poll(() => list.locator(".bar.is-open").count()).toBe(0);
  });

  it("leaves a later page as it is and offers the new runs", async () => {
    const adapter = await startEmptyAdapter();
    const now = Date.now();
    const runs = Array.from({ length: 60 }, (_, index) =>
      createSampleRun({ seed: `old ${index}`, startedAt: now - 60_000 - index * 1_000, status: "completed" }),
    );
    await sendRuns(adapter.url, runs);
    const page = await openViewer(browser, `${adapter.url}/${SAMPLE_AGENT.id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("page 2 of 2").waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(10);
    const before = await page
      .locator(".row-link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));

    await sendRuns(adapter.url, [createSampleRun({ seed: "new", startedAt: Date.now(), status: "started" })]);
    const offer = page.getByRole("button", { name: "1 new run" });
    await offer.waitFor();
    expect(
      await page.locator(".row-link").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ).toEqual(before);
    await offer.click();
    await page.locator("tbody tr.is-started").waitFor();
  });

  it("says that it lost the server, comes back by itself and shows what it missed", async () => {
    const first = await startAdapter();
    const { port } = new URL(first.url);
    const earlier = createSampleRun({ seed: "before", startedAt: Date.now() - 60_000, status: "completed" });
    await sendRuns(first.url, [earlier]);
    const page = await openViewer(browser, `${first.url}/${SAMPLE_AGENT.id}`);
    await page.getByText("Live", { exact: true }).waitFor();
    await first.stop();
    await page.getByText("Reconnecting").waitFor();

    const second = await startEmptyAdapter(["--port", port]);
    await sendRuns(second.url, [earlier, createSampleRun({ seed: "missed", startedAt: Date.now(), status: "error" })]);
    await page.locator("tbody tr.is-error").waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(2);
  });
});

it("a server with a token asks for it, refuses a wrong one and is live with the right one", async () => {
  const adapter = await startEmptyAdapter(["--token", "open sesame"]);
  const run = createSampleRun({ seed: "secret", startedAt: Date.now() - 5_000, status: "completed" });
  await sendRuns(adapter.url, [run], "open sesame");
  const page = await openViewer(browser, `${adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
  await page.getByLabel("Token").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("did not accept this token").waitFor();
  await page.getByLabel("Token").fill("open sesame");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await page.reload();
  await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
  expect(await page.getByLabel("Token").count()).toBe(0);
});
