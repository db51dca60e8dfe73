import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openAdapter } from "../../test-support/open-adapter.ts";
import { openBrowser, openViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns, toOtlpJson } from "./send-runs.ts";

const TOKEN = "open sesame";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function startAdapterWithToken() {
  const adapter = await openAdapter({ args: ["--token", TOKEN] });
  onTestFinished(async () => {
    await adapter.stop();
  });
  return adapter;
}

describe("a server with a token", () => {
  it("asks for it, refuses a wrong one and is live with the right one", async () => {
    const adapter = await startAdapterWithToken();
    const run = createSampleRun({ seed: "secret", startedAt: Date.now() - 5_000, status: "completed" });
    await sendRuns(adapter.url, [run], TOKEN);
    const page = await openViewer(browser, `${adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
    await page.getByLabel("Token").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("That is not the token of this Runline.").waitFor();
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await page.reload();
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    await expect.poll(() => page.getByLabel("Token").count()).toBe(0);
  });

  it("lets a browser in once, in all of its tabs, without leaving the token there, until it signs out", async () => {
    const adapter = await startAdapterWithToken();
    const run = createSampleRun({ seed: "tabs", startedAt: Date.now() - 5_000, status: "completed" });
    await sendRuns(adapter.url, [run], TOKEN);
    const path = `${adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`;
    const page = await openViewer(browser, path);
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    const tab = await page.context().newPage();
    await tab.goto(path);
    await tab.getByRole("row", { name: /REFLECTION/ }).waitFor();

    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
    expect(cookie?.value).not.toContain(TOKEN);
    const left = () => [localStorage.length, sessionStorage.length, document.cookie.length];
    await expect.poll(() => page.evaluate(left)).toEqual([0, 0, 0]);
    expect(page.url()).toBe(path);

    await tab.getByRole("button", { name: "Sign out" }).click();
    await tab.getByLabel("Token").waitFor();
    await page.reload();
    await page.getByLabel("Token").waitFor();
  });

  it("is live again when the token that the stream was refused with is given again", async () => {
    const adapter = await startAdapterWithToken();
    const run = createSampleRun({ seed: "again", startedAt: Date.now() - 5_000, status: "completed" });
    await sendRuns(adapter.url, [run], TOKEN);
    const page = await openViewer(browser, adapter.url);
    await page.getByLabel("Token").waitFor();
    await page.route("**/live", (route) => route.fulfill({ status: 401 }), { times: 1 });
    const signIn = async () => {
      await page.getByLabel("Token").fill(TOKEN);
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    const isRefused = page.waitForResponse((response) => response.url().endsWith("/live") && response.status() === 401);
    await signIn();
    await isRefused;
    await page.getByText("Signed out").waitFor();
    await signIn();
    await page.getByText("Live", { exact: true }).waitFor();
    await expect.poll(() => page.locator("tbody tr.is-completed").count()).toBe(1);
  });

  it("opens the file of a run for who shows the token once more, which is kept nowhere", async () => {
    const adapter = await startAdapterWithToken();
    const run = createSampleRun({ seed: "file", startedAt: Date.now() - 5_000, status: "completed" });
    const page = await openViewer(browser, adapter.url);
    const dialog = page.locator(".run-file-token");
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    const buffer = Buffer.from(JSON.stringify(toOtlpJson([run])));
    const file = { name: "run.json", mimeType: "application/json", buffer };
    await page.getByText("Sign out").waitFor();
    const chooser = page.getByLabel("Open a run from a file");
    const field = dialog.getByLabel("Token");
    await chooser.setInputFiles(file);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => chooser.evaluate((element) => element === document.activeElement)).toBe(true);
    await chooser.setInputFiles(file);
    await field.fill("wrong");
    await dialog.getByRole("button", { name: "Send the file" }).click();
    await dialog.getByRole("alert").getByText("found another one").waitFor();
    const errorId = await dialog.getByRole("alert").getAttribute("id");
    await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => field.getAttribute("aria-describedby")).toBe(`run-file-token-why ${errorId}`);
    await field.fill(TOKEN);
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    const left = () => [localStorage.length, sessionStorage.length, document.cookie.length];
    await expect.poll(() => page.evaluate(left)).toEqual([0, 0, 0]);
  });

  it("asks for the token when the server wants it and no settings said so, and sends a file once however often", async () => {
    const adapter = await startAdapterWithToken();
    const run = createSampleRun({ seed: "early file", startedAt: Date.now() - 5_000, status: "completed" });
    const page = await openViewer(browser, adapter.url);
    const dialog = page.locator(".run-file-token");
    await page.route("**/api/settings", (route) => route.abort());
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Send your first run" }).waitFor();
    const buffer = Buffer.from(JSON.stringify(toOtlpJson([run])));
    const chooser = page.getByLabel("Open a run from a file");
    await chooser.setInputFiles({ name: "run.json", mimeType: "application/json", buffer });
    await dialog.getByLabel("Token").fill(TOKEN);
    await expect.poll(() => page.getByRole("alert").filter({ hasText: "Authorization" }).count()).toBe(0);

    let letGo = () => {};
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    let sent = 0;
    await page.route("**/v1/traces", async (route) => {
      sent += 1;
      await isLetGo;
      await route.continue();
    });
    await dialog.getByLabel("Token").press("Enter");
    await dialog.getByLabel("Token").press("Enter");
    await page.getByText("Sending the file…").waitFor();
    await expect.poll(() => dialog.getByRole("button", { name: "Send the file" }).isDisabled()).toBe(true);
    await dialog.evaluate((form) => form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
    await chooser.setInputFiles({ name: "other.json", mimeType: "application/json", buffer });
    letGo();
    await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
    expect(sent).toBe(1);
  });

  it("keeps a file that waits for the token when the list turns out to be empty, and when its first run comes", async () => {
    const adapter = await startAdapterWithToken();
    const startedAt = Date.now() - 5_000;
    const run = createSampleRun({ seed: "kept file", startedAt, status: "completed" });
    const other = createSampleRun({ seed: "in between", startedAt, status: "completed" });
    const page = await openViewer(browser, adapter.url);
    let letGo = () => {};
    const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
    await page.route("**/api/runs?*", async (route) => {
      await isLetGo;
      await route.continue();
    });
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    const buffer = Buffer.from(JSON.stringify(toOtlpJson([run])));
    await page
      .getByLabel("Open a run from a file")
      .setInputFiles({ name: "run.json", mimeType: "application/json", buffer });
    const field = page.locator(".run-file-token").getByLabel("Token");
    await field.fill(TOKEN);
    letGo();
    await page.getByRole("heading", { name: "Send your first run" }).waitFor();
    await expect.poll(() => field.inputValue()).toBe(TOKEN);
    await sendRuns(adapter.url, [other], TOKEN);
    await page.locator(".run-list tbody tr").first().waitFor();
    await expect.poll(() => field.inputValue()).toBe(TOKEN);
    await field.press("Enter");
    await page.waitForURL(`${adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
  });

  it("tells an agent to send the token along", async () => {
    const adapter = await startAdapterWithToken();
    const page = await openViewer(browser, adapter.url);
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20TOKEN").waitFor();
    await expect.poll(() => page.locator("main").textContent()).not.toContain(TOKEN);
  });
});
