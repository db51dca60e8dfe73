import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startPostgres, type PostgresServer } from "../../test-support/start-postgres.ts";
import { startServer, type TestServer } from "./support/start-server.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";

/** With a Postgres of its own, which the tests stop and start. */
describe("a database that goes away and comes back", () => {
  let postgres: PostgresServer;
  let database: Database;
  let server: TestServer;

  beforeAll(async () => {
    postgres = await startPostgres();
    database = await openDatabase({ databaseUrl: postgres.url, dataDir: "unused" });
    server = await startServer({ database });
  });

  afterAll(async () => {
    await server.close();
    await database.close();
    await postgres.close();
  });

  test("makes Runline answer 503 with Retry-After everywhere, and 200 again afterwards", async () => {
    const before = createTestRun();
    const during = createTestRun();
    await ingest(server.url, [before.root()]);

    await postgres.stop();
    for (const encoding of ["json", "protobuf"] as const) {
      const refused = await sendSpans(server.url, [during.root()], { encoding });
      expect(refused.status).toBe(503);
      expect(refused.headers.get("retry-after")).toBe("2");
      expect(refused.headers.get("content-type")).toContain(encoding);
    }
    const list = await callApi(server.url, `/api/agents/${before.agentId}/runs`);
    expect([list.status, list.body]).toMatchObject([503, { error: { code: "UNAVAILABLE" } }]);
    expect(list.headers.get("retry-after")).toMatch(/^\d+$/);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    await postgres.start();
    await ingest(server.url, [during.root()]);
    const client = createClient(server.url);
    for (const run of [before, during]) {
      expect((await client.getRun(run.agentId, run.runId)).summary.status).toBe("completed");
    }
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  test("loses nothing that was acknowledged when it stops in the middle of ingest", async () => {
    const acknowledged: TestRun[] = [];
    const statuses = new Set<number>();
    let isStopping = false;

    async function sendUntilRefused(): Promise<void> {
      for (;;) {
        const run = createTestRun();
        const spans = [run.root(), ...Array.from({ length: 50 }, () => run.modelCall())];
        const { status } = await sendSpans(server.url, spans);
        statuses.add(status);
        if (status === 200) acknowledged.push(run);
        else if (isStopping) return;
      }
    }

    const senders = Array.from({ length: 4 }, sendUntilRefused);
    while (acknowledged.length < 40) await new Promise((resolve) => setTimeout(resolve, 5));
    isStopping = true;
    await postgres.stop();
    await Promise.all(senders);
    expect(statuses).toEqual(new Set([200, 503]));

    await postgres.start();
    const client = createClient(server.url);
    for (const run of acknowledged) {
      const { summary } = await client.getRun(run.agentId, run.runId);
      expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 50 } });
    }
  });
});
