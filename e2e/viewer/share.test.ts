import { json } from "node:stream/consumers";
import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns, toOtlpJson } from "./send-runs.ts";

const viewer = useViewer();

async function openRun(seed: string) {
  const run = createSampleRun({ seed, startedAt: Date.now() - 9_000, status: "error" });
  await sendRuns(viewer.adapter.url, [run]);
  const page = await viewer.open(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("row", { name: /REPLY/ }).waitFor();
  return { page, run };
}

it("a run is given to others as a line for a chat, as a command, as JSON, and as a file", async () => {
  const { page, run } = await openRun("shared");
  const copied = async (name: string) => {
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await page.getByRole("button", { name: "Share" }).click();
  const path = `${viewer.adapter.url}/api/agents/${SAMPLE_AGENT.id}/runs/${run.runId}`;
  expect(await copied("Copy link")).toBe(page.url());
  await page.getByRole("button", { name: "Copy link", exact: true }).waitFor();
  expect(await copied("Copy as one line")).toMatch(
    /^Error · Harbour Guide · [\d.]+ s · BOOK_TABLE › POST tables\.example\.com\/bookings: connect ECONNREFUSED .* · http:\/\/127\.0\.0\.1:\d+\/\S+$/,
  );
  await page.getByRole("button", { name: "Copy as one line", exact: true }).waitFor();
  expect(await copied("Copy as curl")).toBe(`curl -s '${path}'`);
  await page.getByRole("button", { name: "Copy as curl", exact: true }).waitFor();
  expect(JSON.parse(await copied("Copy as JSON"))).toMatchObject({ runId: run.runId, status: "error" });

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`run-${run.runId}.json`);
  const file: unknown = await json(await download.createReadStream());
  expect(JSON.stringify(file)).toContain("https://tables.example.com/bookings");
});

it("a link to a list of the last hour is one to that hour", async () => {
  const { page } = await openRun("listed");
  await page.goto(`${viewer.adapter.url}/?range=1h&status=error`);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const { searchParams } = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(Number(searchParams.get("to")) - Number(searchParams.get("from"))).toBe(3_600_000);
  expect([searchParams.get("status"), searchParams.get("range")]).toEqual(["error", null]);
});

it("a run is printed with all of its rows, and without what acts on them", async () => {
  const { page } = await openRun("printed");
  await page.setViewportSize({ width: 1000, height: 400 });
  const rows = () => page.locator(".waterfall-row").count();
  await page.emulateMedia({ media: "print" });
  const all = Number(await page.getByRole("treegrid").getAttribute("aria-rowcount")) - 1;
  await expect.poll(rows).toBe(all);
  await expect.poll(() => page.locator(".app-header").isVisible()).toBe(false);
  const box = await page.locator(".waterfall").boundingBox();
  expect(box?.height).toBeGreaterThan(all * 24);
});

it("the file of a run is opened from the list, chosen or dropped there; what is none is told", async () => {
  const page = await viewer.open(viewer.adapter.url);
  const toFile = (seed: string) => {
    const run = createSampleRun({ seed, startedAt: Date.now() - 9_000, status: "error" });
    return { path: `/${SAMPLE_AGENT.id}/runs/${run.runId}`, text: JSON.stringify(toOtlpJson([run])) };
  };
  const [chosen, dropped] = [toFile("from a file"), toFile("dropped")];
  const choose = (text: string) => {
    const file = { name: "run.json", mimeType: "application/json", buffer: Buffer.from(text) };
    return page.getByLabel("Open a run from a file").setInputFiles(file);
  };
  await choose("{}");
  await page.getByRole("alert").getByText("The file is not that of a run").waitFor();
  await choose(`{"traceId":"${"a1".repeat(16)}"`);
  await expect.poll(() => page.getByRole("alert").textContent()).toMatch(/^The body/);
  await choose(chosen.text);
  await page.waitForURL(`${viewer.adapter.url}${chosen.path}`);
  await page.getByRole("row", { name: /BOOK_TABLE/ }).waitFor();

  await page.goto(viewer.adapter.url);
  await page.getByLabel("Open a run from a file").waitFor();
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "run.json"));
    return data;
  }, dropped.text);
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.getByText("Drop the file of a run to open it").waitFor();
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await page.waitForURL(`${viewer.adapter.url}${dropped.path}`);
});
