import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startAdapter, type Adapter } from "../../test-support/start-adapter.ts";
import { takePort } from "../../test-support/take-port.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { callMethod, openSession, toExportMethod, toFrame } from "./support/grpc-call.ts";
import { encodeProtobuf } from "./support/otlp-encoder.ts";
import { runMain } from "./support/run-main.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { toTraceRequest } from "./support/test-span.ts";

const TRACES = toExportMethod("trace");
const SENDERS = 4;

const toCall = (run: TestRun) => toFrame(encodeProtobuf(toTraceRequest([run.modelCall(), run.root()])));

/** Sends a run; gives the status of the call. */
async function sendRun(url: string, run: TestRun): Promise<number | undefined> {
  const session = await openSession(url);
  const { status } = await callMethod(session, TRACES, toCall(run));
  session.close();
  return status;
}

/** What the senders of a test have seen. */
interface Seen {
  acknowledged: TestRun[];
  /** Every other status. */
  statuses: Set<number | undefined>;
  /** Of answers that say that the call is to come again, those that do not say when. */
  withoutRetry: number;
}

/** Sends runs on one connection until that ends; says whether it was told to go elsewhere. */
async function sendUntilGone(url: string, seen: Seen): Promise<boolean> {
  const session = await openSession(url);
  let wasTold = false;
  session.on("goaway", () => (wasTold = true));
  while (!session.closed) {
    const run = createTestRun();
    const { status, trailers } = await callMethod(session, TRACES, toCall(run));
    if (status === 0) seen.acknowledged.push(run);
    else seen.statuses.add(status);
    if (status === 14 && trailers["grpc-status-details-bin"] === undefined) seen.withoutRetry += 1;
  }
  return wasTold;
}

describe("a process with a port for gRPC", () => {
  let data: TestDatabase;
  let adapter: Adapter;
  let grpcUrl: string;

  beforeAll(async () => {
    data = await createTestDatabase("pglite");
    const taken = await takePort();
    await taken.free();
    grpcUrl = `http://127.0.0.1:${taken.port}`;
    adapter = await startAdapter(data.options.dataDir, { args: ["--grpc-port", String(taken.port)] });
  });

  afterAll(async () => {
    await adapter.stop();
    await data.drop();
  });

  test("takes there what the other port takes", async () => {
    const run = createTestRun();
    expect(await sendRun(grpcUrl, run)).toBe(0);
    const { summary } = await createClient(grpcUrl).getRun(run.agentId, run.runId);
    expect(summary.counts.modelCalls).toBe(1);
    expect(adapter.output()).toBe(`Runline is ready: ${adapter.url}\n`);
  });

  test("does not start when the port that was asked for is taken", async () => {
    const taken = await takePort();
    const { code, output } = await runMain(["--port", "0", "--grpc-port", String(taken.port)]);
    await taken.free();

    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^runline: Port \d+ on 127\.0\.0\.1 is taken, .* choose another with --grpc-port\.\n$/),
    ]);
  });

  test("ends with 0 at SIGTERM under load, loses nothing that was acknowledged, and tells clients to come back", async () => {
    const seen: Seen = { acknowledged: [], statuses: new Set(), withoutRetry: 0 };
    const senders = Array.from({ length: SENDERS }, () => sendUntilGone(grpcUrl, seen));
    await vi.waitFor(() => expect(seen.acknowledged.length).toBeGreaterThan(SENDERS * 10), { timeout: 30_000 });

    expect(await adapter.stop()).toBe(0);

    expect(await Promise.all(senders)).toEqual(Array(SENDERS).fill(true));
    expect(seen.withoutRetry).toBe(0);
    // A call that crosses the good-bye was not begun, and has no status.
    expect([...seen.statuses].filter((status) => status !== 14 && status !== undefined)).toEqual([]);
    expect(adapter.output()).toBe(`Runline is ready: ${adapter.url}\n`);

    // Started again, without a word of a port for gRPC.
    const other = createServer();
    // Somebody may have the usual one already, which does as well.
    await new Promise<void>((resolve) => other.once("error", () => resolve()).listen(4317, "127.0.0.1", resolve));
    adapter = await startAdapter(data.options.dataDir, { env: { RUNLINE_GRPC_PORT: "" } });
    other.close();
    for (const { agentId, runId } of seen.acknowledged.slice(-40)) {
      expect((await callApi(adapter.url, `/api/agents/${agentId}/runs/${runId}`)).status).toBe(200);
    }
  });

  test("does without the usual port when somebody else has it, and says so in one line", async () => {
    const { port } = new URL(adapter.url);
    const warnings = adapter
      .output()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    expect(warnings.map((line) => JSON.parse(line))).toMatchObject([
      {
        msg: expect.stringMatching(
          `^OTLP over gRPC is taken on port ${port} alone\\. Port 4317 on 127\\.0\\.0\\.1 is taken`,
        ),
      },
    ]);
    expect(await sendRun(adapter.url, createTestRun())).toBe(0);
  });
});
