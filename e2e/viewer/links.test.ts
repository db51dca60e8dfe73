import { expect, it } from "vitest";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendPlainTrace, toTraceId, toTraceSpanId } from "./sample-trace.ts";
import { sendRuns, toSpanId } from "./send-runs.ts";

const viewer = useViewer({
  args: [
    "--link",
    "Jaeger=http://127.0.0.1:16686/trace/{traceId}?uiFind={spanId}",
    "--link",
    "Logs=https://logs.example/{service}/{start}",
  ],
});

it("a run and each of its spans lead to what other programs know of them", async () => {
  const run = createSampleRun({ seed: "ways out", startedAt: Date.now() - 9_000, status: "completed" });
  await sendRuns(viewer.adapter.url, [run]);
  const page = await viewer.open(`${viewer.adapter.url}/${SAMPLE_AGENT.id}/runs/${run.runId}`);
  const toHref = (scope: string, name: string) =>
    page.locator(scope).getByRole("link", { name, exact: true }).getAttribute("href");
  const jaeger = (key: string) => `http://127.0.0.1:16686/trace/${run.traceId}?uiFind=${toSpanId(run, key)}`;

  expect(await toHref(".run-header", "Jaeger")).toBe(jaeger("run"));
  expect(await toHref(".run-header", "Logs")).toBe(`https://logs.example/harbour-guide/${run.startedAt}`);
  await page.getByRole("row", { name: /BOOK_TABLE/ }).click();
  expect(await toHref(".span-drawer", "Jaeger")).toBe(jaeger("table"));
});

it("a span that is linked to another one leads there", async () => {
  await sendPlainTrace(viewer.adapter.url, "queued", Date.now() - 30_000, {});
  const queued = { traceId: toTraceId("queued"), spanId: toTraceSpanId("queued", "sql") };
  await sendPlainTrace(viewer.adapter.url, "later", Date.now() - 20_000, { links: [queued] });
  const page = await viewer.open(
    `${viewer.adapter.url}/trace/${toTraceId("later")}?span=${toTraceSpanId("later", "root")}`,
  );

  await page.locator(".span-drawer").getByRole("link", { name: queued.spanId }).click();
  await page.waitForURL(`**/trace/${queued.traceId}?span=${queued.spanId}`);
  const title = page.locator(".span-drawer h2");
  await expect.poll(() => title.textContent()).toBe("SELECT orders");
});

it("a link that was made for Jaeger opens the span that it names, or searches for its text", async () => {
  await sendPlainTrace(viewer.adapter.url, "from Jaeger", Date.now() - 30_000, {});
  const trace = `${viewer.adapter.url}/trace/${toTraceId("from Jaeger")}`;
  const page = await viewer.open(`${trace}?uiFind=${toTraceSpanId("from Jaeger", "sql")}`);
  const title = page.locator(".span-drawer h2");
  await expect.poll(() => title.textContent()).toBe("SELECT orders");

  await page.goto(`${trace}?uiFind=orders`);
  const found = page.locator(".match-count");
  await expect.poll(() => found.textContent()).toBe("2 found");
});
