import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startServer, type TestServer } from "./support/start-server.ts";
import { createTestDatabase, type TestDatabase } from "./support/test-database.ts";
import { createTestRun } from "./support/test-run.ts";

const DAY_MS = 86_400_000;

/** A moment of a day that no other test sends spans of. */
function takeDay(): number {
  takeDay.last += 1;
  return Date.now() - takeDay.last * DAY_MS;
}
takeDay.last = 30;

describe("days of logs", () => {
  let store: TestDatabase;
  let database: Database;
  let server: TestServer;
  /** Another program with the same database. */
  let other: Database;

  beforeAll(async () => {
    store = await createTestDatabase("postgres");
    database = await openDatabase(store.options);
    other = await openDatabase(store.options);
    server = await startServer({ database });
  });

  afterAll(async () => {
    await server.close();
    await other.close();
    await database.close();
    await store.drop();
  });

  /** Does something while another program holds what the statement takes. */
  async function whileLocked(text: string, work: () => Promise<void>): Promise<void> {
    await other.transaction(async (session) => {
      await session.query({ text });
      await work();
    });
  }

  test("are made while somebody reads all of them, as pg_dump does for an hour", async () => {
    const known = createTestRun();
    await ingest(server.url, [known.root()]);
    await whileLocked("select count(*) from logs", async () => {
      const old = createTestRun({ startedAt: takeDay() });
      await ingest(server.url, [old.root()]);
      await ingest(server.url, [createTestRun().root()]);
      const client = createClient(server.url);
      expect((await client.getRun(old.agentId, old.runId)).summary.status).toBe("completed");
      expect((await client.getRun(known.agentId, known.runId)).summary.status).toBe("completed");
    });
  });

  test("that cannot be made now make their own spans wait, and nothing else", async () => {
    await ingest(server.url, [createTestRun().root()]);
    const agentId = randomUUID();
    const mate = createTestRun({ agentId });
    const unusual = createTestRun({ agentId, startedAt: takeDay() });
    const client = createClient(server.url);
    await whileLocked("lock table logs in share update exclusive mode", async () => {
      const waiting = sendSpans(server.url, [unusual.root(), mate.root()]);
      const usual = createTestRun();
      await ingest(server.url, [usual.root()]);
      expect((await client.getRun(usual.agentId, usual.runId)).summary.status).toBe("completed");
      const refused = await waiting;
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
      expect((await client.getRun(agentId, mate.runId)).summary.status).toBe("completed");
      expect((await callApi(server.url, `/api/agents/${agentId}/runs/${unusual.runId}`)).status).toBe(404);
    });
    await ingest(server.url, [unusual.root(), mate.root()]);
    const { runs } = await client.listRuns(agentId);
    expect(runs.map(({ runId }) => runId)).toEqual([mate.runId, unusual.runId]);
  });

  test("are made before the first span of them comes: yesterday to the day after tomorrow", async () => {
    const days = [-1, 0, 1, 2].map((ahead) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10));
    await expect
      .poll(async () => {
        const rows = await database.query<{ name: string }>({
          text: "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'logs'::regclass",
        });
        return rows.map(({ name }) => name);
      })
      .toEqual(expect.arrayContaining(days.map((day) => `logs_on_${day.replaceAll("-", "_")}`)));
  });
});
