import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/database/open-database.ts";
import { tellErased } from "../src/live/live-relay.ts";
import { openLiveStream, type LiveStreamReader } from "./support/live-stream.ts";
import { daysAgo } from "./support/old-days.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { toPending } from "./support/test-span.ts";
import { startTransactionPooler } from "./support/transaction-pooler.ts";

let data: TestDatabase;
let url: string;

beforeAll(async () => {
  data = await createTestDatabase("postgres");
  url = data.options.databaseUrl ?? "";
});
afterAll(() => data.drop());

/** An adapter with connections of its own, until the test ends. */
async function startAdapter(databaseUrl = url, options: { databaseConnections?: number; keepDays?: number } = {}) {
  const lines: string[] = [];
  const logger = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const database = await openDatabase({ ...options, databaseUrl, dataDir: "unused" });
  const server = await startServer({ database, logger, keep: options });
  onTestFinished(async () => {
    await server.close();
    await database.close();
  });
  return { database, url: server.url, lines };
}

async function watch(server: { url: string }, { agentId }: TestRun): Promise<LiveStreamReader> {
  const stream = await openLiveStream(server.url, agentId);
  onTestFinished(() => stream.close());
  return stream;
}

/** Resolves when what one adapter stores is told by the other. */
async function untilHeard(from: { url: string }, to: { url: string }): Promise<void> {
  const run = createTestRun();
  const stream = await watch(to, run);
  const told = stream.next();
  for (let index = 0; ; index++) {
    await ingest(from.url, [run.modelCall({ from: index })]);
    if ((await Promise.race([told, sleep(50)])) !== undefined) return;
  }
}

describe("live streams of two adapters on one Postgres", () => {
  test("tell each change of a run once, whoever has stored it", async () => {
    const [here, there] = [await startAdapter(), await startAdapter()];
    await untilHeard(here, there);
    await untilHeard(there, here);
    const run = createTestRun();
    const streams = [await watch(here, run), await watch(there, run)];
    const root = run.root();

    for (const [adapter, spans, name] of [
      [here, [toPending(root)], "run-started"],
      [there, [run.modelCall()], "run-updated"],
      [here, [root], "run-ended"],
    ] as const) {
      await ingest(adapter.url, spans);
      for (const stream of streams) {
        expect(await stream.next()).toMatchObject({ name, message: { runId: run.runId, agentId: run.agentId } });
      }
    }
  });

  test("tell of spans of no run to those who look at the run of their trace", async () => {
    const [here, there] = [await startAdapter(), await startAdapter()];
    await untilHeard(here, there);
    const run = createTestRun();
    const stream = await watch(there, run);
    await ingest(here.url, [toPending(run.root())]);
    expect((await stream.next()).name).toBe("run-started");
    await ingest(here.url, [run.infrastructure("GET api.weather")]);
    expect(await stream.next()).toMatchObject({ name: "run-updated", message: { runId: run.runId } });
  });

  test("ask to fetch again when more runs have changed than a hint names", async () => {
    const [here, there] = [await startAdapter(), await startAdapter()];
    await untilHeard(here, there);
    const stream = await watch(there, createTestRun());
    await ingest(
      here.url,
      Array.from({ length: 100 }, () => createTestRun().root()),
    );
    expect((await stream.next()).name).toBe("resync");
  });

  test("ask to fetch again when runs were deleted, or dropped with their day", async () => {
    const here = await startAdapter();
    const old = createTestRun({ startedAt: daysAgo(40) });
    await ingest(here.url, [old.root()]);
    const stream = await watch(here, old);
    const there = await startAdapter(url, { keepDays: 30 });
    expect((await stream.next()).name).toBe("resync");
    await tellErased(there.database);
    expect((await stream.next()).name).toBe("resync");
  });
});

describe("an adapter that cannot hear the others", () => {
  test("goes on without, and asks to fetch again when it can: what was missed may have been anything", async () => {
    const [here, there] = [await startAdapter(), await startAdapter()];
    await untilHeard(here, there);
    const run = createTestRun();
    const stream = await watch(there, run);
    await here.database.query({
      text: "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runline live' and datname = current_database()",
    });
    expect((await stream.next()).name).toBe("resync");
    await untilHeard(there, here);
    const told = there.lines.map((line) => JSON.parse(line).msg);
    expect(told).toEqual([
      "live pages do not hear of what other adapters on this database store",
      "live pages hear again of what other adapters store",
    ]);
  });

  test.each([
    ["behind a pooler", async () => startAdapter(await startTransactionPooler(url)), /pooler/],
    ["with a single connection", () => startAdapter(url, { databaseConnections: 1 }), /single connection/],
  ])("%s says so once, and tells of what it stores itself", async (_name, start, reason) => {
    const adapter = await start();
    const run = createTestRun();
    const stream = await watch(adapter, run);
    await ingest(adapter.url, [run.root()]);
    expect((await stream.next()).name).toBe("run-started");
    expect(adapter.lines).toEqual([expect.stringMatching(reason)]);
  });
});
