import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { startAdapterOn } from "../../test-support/open-adapter.ts";
import { cleanEnvironment } from "../../test-support/start-adapter.ts";
import { startProcess } from "../../test-support/start-process.ts";
import { takePort } from "../../test-support/take-port.ts";
import { callApi } from "./support/call-api.ts";
import { encodeJson } from "./support/otlp-encoder.ts";
import { sendSpans } from "./support/send-spans.ts";
import { createTestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SENDERS = 8;

/** Sends runs until the server is gone; notes those that were acknowledged, and every other status. */
async function sendUntilGone(url: string, acknowledged: TestRun[], statuses: Set<number>): Promise<void> {
  for (;;) {
    const runs = Array.from({ length: 20 }, () => createTestRun());
    const spans = runs.flatMap((run) => [run.action("LOOK"), run.modelCall(), run.root()]);
    const response = await sendSpans(url, spans).catch(() => undefined);
    if (response === undefined) return;
    await response.text().catch(() => "");
    if (response.status === 200) acknowledged.push(...runs);
    else statuses.add(response.status);
  }
}

describe.each(["pglite", "postgres"] as const)("SIGTERM under load on %s", (engine) => {
  test("ends with 0, loses nothing that was acknowledged, and tells senders to come back", async () => {
    const data = await createTestDatabase(engine);
    const first = await startAdapterOn(data);
    const acknowledged: TestRun[] = [];
    const statuses = new Set<number>();
    const senders = Array.from({ length: SENDERS }, () => sendUntilGone(first.url, acknowledged, statuses));
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(SENDERS * 20), { timeout: 30_000 });

    expect(await first.stop()).toBe(0);
    await Promise.all(senders);

    expect([...statuses].filter((status) => status !== 503)).toEqual([]);
    expect(first.output()).toBe(`Runline is ready: ${first.url}\n`);
    const second = await startAdapterOn(data);
    for (const { agentId, runId } of acknowledged.slice(-40)) {
      expect((await callApi(second.url, `/api/agents/${agentId}/runs/${runId}`)).status).toBe(200);
    }
    await second.stop();
    await data.drop();
  });
});

describe("a stop", () => {
  test("answers a request that is under way, with the word to come back on another connection", async () => {
    const data = await createTestDatabase("pglite");
    const adapter = await startAdapterOn(data);
    onTestFinished(() => data.drop());
    const body = encodeJson(toTraceRequest([createTestRun().root()]));
    const agent = new Agent({ keepAlive: true });
    const headers = { "content-type": "application/json", "content-length": body.length, expect: "100-continue" };
    const underWay = request(`${adapter.url}/v1/traces`, { method: "POST", agent, headers });
    underWay.flushHeaders();
    await once(underWay, "continue"); // the head of the request is there
    underWay.write(body.slice(0, 10));
    const stopped = adapter.stop();
    await vi.waitFor(() => expect(callApi(adapter.url, "/healthz")).rejects.toThrow("fetch failed"));
    underWay.end(body.slice(10));

    const [response]: IncomingMessage[] = await once(underWay, "response");
    response?.resume();
    expect([response?.statusCode, response?.headers.connection, response?.headers["retry-after"]]).toEqual([
      503,
      "close",
      "2",
    ]);
    expect(await stopped).toBe(0);
    agent.destroy();
  });

  test("ends a start that goes on, in which the process is alive and not ready", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "runline-start-"));
    const taken = await takePort();
    await taken.free();
    const main = ["--import", "tsx", "--conditions=source", "collector-adapter/src/main.ts"];
    const child = startProcess(process.execPath, [...main, "--port", String(taken.port), "--data-dir", dataDir], {
      cwd: root,
      env: cleanEnvironment(),
    });
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${taken.port}${path}`)).status;
    await vi.waitFor(async () => expect(await ask("/readyz")).toBe(503), { timeout: 20_000, interval: 10 });
    expect(await ask("/healthz")).toBe(200);
    expect(await ask("/readyz")).toBe(503);

    expect(await child.stop()).toBe(0);
    expect(child.output()).toBe("");
    await rm(dataDir, { recursive: true });
  });
});
