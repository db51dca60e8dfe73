import { once } from "node:events";
import { createServer, request } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { getPort } from "../../test-support/get-port.ts";
import { useViewer } from "./open-viewer.ts";
import { createSampleRun, SAMPLE_AGENT } from "./sample-run.ts";
import { sendRuns } from "./send-runs.ts";

const PREFIX = "/tools/runline";

const viewer = useViewer();

/** A reverse proxy that shows Runline below a path, takes that path away, and says so in `X-Forwarded-Prefix`. Elsewhere it has nothing. */
async function startProxy(target: string): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { url = "", method, headers } = incoming;
    if (!url.startsWith(PREFIX)) {
      outgoing.writeHead(404).end();
      return;
    }
    const options = { method, headers: { ...headers, "x-forwarded-prefix": PREFIX } };
    const passed = request(`${target}${url.slice(PREFIX.length) || "/"}`, options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    outgoing.on("close", () => passed.destroy());
    passed.on("error", () => outgoing.destroy()); // also when the page has left
    incoming.pipe(passed);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  return `http://127.0.0.1:${getPort(proxy)}${PREFIX}`;
}

it("works below a path of a proxy: files, links, going back, live, and traces that are sent there", async () => {
  const url = await startProxy(viewer.adapter.url);
  const first = createSampleRun({ seed: "below 1", startedAt: Date.now() - 9_000, status: "error" });
  await sendRuns(url, [first]);
  const page = await viewer.open(url);
  const runLink = page.locator(".run-list tbody .row-link").first();
  await expect.poll(() => runLink.getAttribute("href")).toBe(`${PREFIX}/${SAMPLE_AGENT.id}/runs/${first.runId}`);
  await runLink.click();
  await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${PREFIX}/${SAMPLE_AGENT.id}/runs/${first.runId}`);
  await page.reload();
  await page.getByRole("row", { name: /REFLECTION/ }).waitFor();
  await page.getByRole("link", { name: "Traces" }).click();
  await page.getByRole("heading", { name: "Traces without a run" }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${PREFIX}/traces`);
  await page.getByText(`${url}/v1/traces`, { exact: true }).waitFor();
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByText("Live", { exact: true }).waitFor();

  await sendRuns(url, [createSampleRun({ seed: "below 2", startedAt: Date.now() - 1_000, status: "completed" })]);
  await expect.poll(() => page.locator(".run-list tbody tr").count()).toBe(2);
});
