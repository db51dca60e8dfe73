import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Database, Session } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startSilentProxy, type SilentProxy } from "./support/silent-proxy.ts";
import { startServer } from "./support/start-server.ts";
import { createTestDatabase, type TestDatabase } from "../../test-support/test-database.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import { startTransactionPooler } from "./support/transaction-pooler.ts";

let data: TestDatabase;
let url: string;

beforeAll(async () => {
  data = await createTestDatabase("postgres");
  url = data.options.databaseUrl ?? "";
});
afterAll(() => data.drop());

/** A Runline on the database by this address, until the test ends. */
async function open(databaseUrl: string, options: { databaseConnections?: number } = {}) {
  const database = await openDatabase({ databaseUrl, dataDir: "unused", ...options });
  const server = await startServer({ database });
  onTestFinished(async () => {
    await server.close();
    await database.close();
  });
  return { database, url: server.url };
}

const isStored = async (serverUrl: string, run: TestRun): Promise<boolean> =>
  (await callApi(serverUrl, `/api/agents/${run.agentId}/runs/${run.runId}`)).status === 200;

/** Keeps that many connections under way until the promise is settled. */
async function holdReaders(database: Database, count: number, until: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  void until.finally(() => over.abort());
  const read = async () => {
    while (!over.signal.aborted) await database.query({ text: "select pg_sleep(0.05)" });
  };
  await Promise.all(Array.from({ length: count }, read));
}

describe("a network that swallows packets", () => {
  test("costs the connections that are dead, and no more time than that: spans are taken as soon as new ones work", async () => {
    const proxy = await startSilentProxy(url);
    const server = await open(proxy.url);
    const [before, during, after] = [createTestRun(), createTestRun(), createTestRun()];
    await ingest(server.url, [before.root()]);

    proxy.swallow();
    const swallowed = await sendSpans(server.url, [during.root()]);
    expect([swallowed.status, swallowed.headers.get("retry-after")]).toEqual([503, "2"]);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);

    proxy.recover();
    await ingest(server.url, [after.root()]);
    await ingest(server.url, [during.root()]);
    for (const run of [before, during, after]) expect(await isStored(server.url, run)).toBe(true);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    proxy.end();
  });

  test("that swallowed idle connections is noticed before anything is written on them", async () => {
    const proxy = await startSilentProxy(url);
    const server = await open(proxy.url);
    const [first, second] = [createTestRun(), createTestRun()];
    await ingest(server.url, [first.root()]);
    proxy.swallow();
    proxy.recover();

    await ingest(server.url, [second.root()]);
    expect(await isStored(server.url, second)).toBe(true);
    proxy.end();
  });

  /** A transaction whose connection brings nothing over any more, which is noticed after 4 s; resolves when it is so far. */
  async function beginLost(database: Database, proxy: SilentProxy, before = "select 1") {
    let lost: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      const work = async (session: Session) => {
        await session.query({ text: before });
        proxy.swallow();
        resolve();
        await session.query({ text: "select 1" });
      };
      lost = database.transaction(work, { timeoutMs: 1_000 }).catch((error: unknown) => error);
    });
    return { lost };
  }

  test("costs nothing those who wait for one of its connections: they get a new one", async () => {
    const proxy = await startSilentProxy(url);
    const database = await openDatabase({ databaseUrl: proxy.url, dataDir: "unused", databaseConnections: 1 });
    onTestFinished(() => database.close());
    const { lost } = await beginLost(database, proxy);
    proxy.recover();
    const waiting = [
      database.query({ text: "select 1 as one" }),
      database.transaction((session) => session.query({ text: "select 1 as one" })),
    ];
    expect(await Promise.allSettled(waiting)).toEqual(
      waiting.map(() => ({ status: "fulfilled", value: [{ one: 1 }] })),
    );
    expect(await lost).toMatchObject({ code: "TIMEOUT" });
  });

  test("is not a fault of a database that is closed meanwhile", async () => {
    const faults: unknown[] = [];
    const note = (fault: unknown) => faults.push(fault);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    const proxy = await startSilentProxy(url);
    const database = await openDatabase({ databaseUrl: proxy.url, dataDir: "unused" });
    const { lost } = await beginLost(database, proxy);
    await database.close();
    expect(await lost).toMatchObject({ code: "TIMEOUT" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(faults).toEqual([]);
  });

  test("frees on the server what a transaction held whose client is gone", async () => {
    const proxy = await startSilentProxy(url);
    const database = await openDatabase({ databaseUrl: proxy.url, dataDir: "unused" });
    onTestFinished(() => database.close());
    const { lost } = await beginLost(database, proxy, "lock table runline_migrations in access exclusive mode");
    expect(await lost).toMatchObject({ code: "TIMEOUT" });

    const other = new Client(url);
    await other.connect();
    await other.query("select count(*) from runline_migrations"); // waits for the lock
    await other.end();
  });
});

test("works through a pooler in transaction mode", async () => {
  const server = await open(await startTransactionPooler(url));
  const run = createTestRun();
  for (let index = 0; index < 4; index += 1) {
    await ingest(server.url, [run.action("LOOK"), run.modelCall()]);
    await callApi(server.url, `/api/agents/${run.agentId}/runs`);
  }
  await ingest(server.url, [run.root()]);

  const { summary } = await createClient(server.url).getRun(run.agentId, run.runId);
  expect(summary.status).toBe("completed");
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test("says what to change when a pooler refuses what the address asks for", async () => {
  const pooler = `${await startTransactionPooler(url)}?options=-csearch_path%3Drunline`;
  await expect(openDatabase({ databaseUrl: pooler, dataDir: "unused" })).rejects.toThrow(
    /unsupported startup parameter: options.*alter role .* set search_path.*ignore_startup_parameters/,
  );
});

describe("a server that gives few connections", () => {
  /** The database for a user with so many connections. */
  async function createUser(connections: number): Promise<string> {
    const name = `few_${randomUUID().replaceAll("-", "")}`;
    const admin = new Client(url);
    await admin.connect();
    await admin.query(`create role ${name} login password 'secret' connection limit ${connections}`);
    await admin.query(`grant all on schema public to ${name}`);
    await admin.query(`grant all on all tables in schema public to ${name}`);
    const { rows } = await admin.query("select tablename from pg_tables where schemaname = 'public'");
    for (const { tablename } of rows) await admin.query(`alter table ${tablename} owner to ${name}`);
    onTestFinished(async () => {
      await admin.query(`reassign owned by ${name} to current_user`);
      await admin.query(`drop owned by ${name}`);
      await admin.query(`drop role ${name}`);
      await admin.end();
    });
    const address = new URL(url);
    address.username = name;
    address.password = "secret";
    return address.href;
  }

  test.each([1, 2, 4])("(%i) makes readers and senders wait a moment, and refuses none", async (connections) => {
    const server = await open(await createUser(connections));
    const run = createTestRun();
    const answers: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const reads = Array.from({ length: 12 }, () => callApi(server.url, `/api/agents/${run.agentId}/runs`));
      const sent = Array.from({ length: 4 }, () => sendSpans(server.url, [run.modelCall()]));
      answers.push(...(await Promise.all([...reads, ...sent])).map(({ status }) => status));
    }
    expect(answers).toEqual(answers.map(() => 200));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test("stores spans though readers always want all of them", async () => {
    const server = await open(await createUser(3));
    const run = createTestRun();
    const stored = ingest(server.url, [run.root()]);
    await holdReaders(server.database, 12, stored);
    expect(await isStored(server.url, run)).toBe(true);
  });

  test("is asked for no more than the setting says", async () => {
    const server = await open(`${url}?application_name=two`, { databaseConnections: 2 });
    const counted = server.database.query<{ count: number }>({
      text: "select count(*)::int from pg_sleep(0.2), pg_stat_get_activity(null) where application_name = 'two'",
    });
    await Promise.all([counted, ...Array.from({ length: 6 }, () => callApi(server.url, "/api/agents"))]);
    const [row] = await counted;
    expect(row?.count).toBeLessThanOrEqual(2); // the one that reads, and the one that made the days to come
  });
});
