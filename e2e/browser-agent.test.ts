import { once } from "node:events";
import { createServer } from "node:http";
import { createRunsClient } from "@runline/contract/client";
import { chromium } from "playwright-core";
import { expect, it, onTestFinished } from "vitest";
import { getPort } from "../test-support/get-port.ts";
import { openAdapter } from "../test-support/open-adapter.ts";
import { openPart } from "../test-support/open-part.ts";

/** A page of an application, on an address of its own: the origin of what an agent in it sends. */
async function servePage(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>An application</title>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${getPort(server)}`;
}

/** What an exporter in a browser does with a run: the headers have the browser ask before. */
const SEND = `async (url) => {
  const now = Date.now();
  const attributes = [{ key: "gen_ai.operation.name", value: { stringValue: "invoke_agent" } }];
  const span = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", name: "invoke_agent", attributes,
    startTimeUnixNano: now - 500 + "000000", endTimeUnixNano: now + "000000" };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const headers = { "content-type": "application/json", authorization: "Bearer sesame" };
  const sent = fetch(url, { method: "POST", keepalive: true, headers, body });
  return sent.then(({ status }) => status, (error) => error.message);
}`;

it("an agent in a page sends its runs where the origin of the page was named, reads nothing there, and is told of where it was not", async () => {
  const [named, other] = await Promise.all([servePage(), servePage()]);
  const adapter = await openAdapter({ args: ["--cors-origin", named], env: { RUNLINE_TOKEN: "sesame" } });
  onTestFinished(async () => {
    await adapter.stop();
  });
  const browser = await chromium.connect(await openPart("browser"));
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const send = (): Promise<unknown> => page.evaluate(`(${SEND})("${adapter.url}/v1/traces")`);
  const read = `fetch("${adapter.url}/api/runs", { headers: { authorization: "Bearer sesame" } }).then(({ status }) => status, (error) => error.message)`;

  await page.goto(named);
  expect(await send()).toBe(200);
  expect(await page.evaluate(read)).toBe("Failed to fetch");
  const client = createRunsClient({ baseUrl: adapter.url, token: "sesame" });
  expect((await client.listAllRuns()).runs).toHaveLength(1);

  await page.goto(other);
  expect(await send()).toBe("Failed to fetch");
  const { notices } = await client.listNotices();
  expect(notices).toContainEqual(
    expect.objectContaining({ status: 403, change: `npm start -- --cors-origin ${other}` }),
  );
});
