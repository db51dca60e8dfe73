import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { callApi, createClient } from "./support/call-api.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { useServer } from "./support/use-server.ts";

const DAY_MS = 86_400_000;

/** A moment of a day that no other test sends spans of. */
function takeDay(): number {
  takeDay.last += 1;
  return Date.now() - takeDay.last * DAY_MS;
}
takeDay.last = 30;

describe("days of logs", () => {
  const context = useServer("postgres");

  /** Does something while another session of the database holds what the statement takes. */
  async function whileLocked(text: string, work: () => Promise<void>): Promise<void> {
    await context.database.transaction(async (session) => {
      await session.query({ text });
      await work();
    });
  }

  test("are made while somebody reads all of them, as pg_dump does for an hour", async () => {
    const known = createTestRun();
    await ingest(context.url, [known.root()]);
    await whileLocked("select count(*) from logs", async () => {
      const old = createTestRun({ startedAt: takeDay() });
      await ingest(context.url, [old.root()]);
      await ingest(context.url, [createTestRun().root()]);
      const client = createClient(context.url);
      expect((await client.getRun(old.agentId, old.runId)).summary.status).toBe("completed");
      expect((await client.getRun(known.agentId, known.runId)).summary.status).toBe("completed");
    });
  });

  test("that cannot be made now make their own spans wait, and nothing else", async () => {
    await ingest(context.url, [createTestRun().root()]);
    const agentId = randomUUID();
    const mate = createTestRun({ agentId });
    const unusual = createTestRun({ agentId, startedAt: takeDay() });
    const client = createClient(context.url);
    await whileLocked("lock table logs in share update exclusive mode", async () => {
      const waiting = sendSpans(context.url, [unusual.root(), mate.root()]);
      const usual = createTestRun();
      await ingest(context.url, [usual.root()]);
      expect((await client.getRun(usual.agentId, usual.runId)).summary.status).toBe("completed");
      const refused = await waiting;
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
      expect((await client.getRun(agentId, mate.runId)).summary.status).toBe("completed");
      expect((await callApi(context.url, `/api/agents/${agentId}/runs/${unusual.runId}`)).status).toBe(404);
    });
    await ingest(context.url, [unusual.root(), mate.root()]);
    const { runs } = await client.listRuns(agentId);
    expect(runs.map(({ runId }) => runId)).toEqual([mate.runId, unusual.runId]);
  });

  test("are made before the first span of them comes: yesterday to the day after tomorrow", async () => {
    const days = [-1, 0, 1, 2].map((ahead) => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10));
    await expect
      .poll(async () => {
        const rows = await context.database.query<{ name: string }>({
          text: "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'logs'::regclass",
        });
        return rows.map(({ name }) => name);
      })
      .toEqual(expect.arrayContaining(days.map((day) => `logs_on_${day.replaceAll("-", "_")}`)));
  });
});
