import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Session } from "../src/database/database.ts";
import { daysAgo } from "./support/old-days.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { useDatabase } from "./support/use-database.ts";

/** Far below the time after which days are looked at again, 10 min. */
const SOON = { timeout: 20_000, interval: 20 };

describe("dropping a day while the runs of its agents are written", () => {
  const context = useDatabase("postgres");

  /** Two runs of a day to drop, of agents whose order is not that of the runs. */
  async function storeOldRuns() {
    const server = await startServer({ database: context.database });
    const [firstAgent = "", lastAgent = ""] = [randomUUID(), randomUUID()].toSorted();
    const [firstRun = "", lastRun = ""] = [randomUUID(), randomUUID()].toSorted();
    const startedAt = daysAgo(40);
    await ingest(server.url, [
      createTestRun({ agentId: lastAgent, runId: firstRun, startedAt }).root(),
      createTestRun({ agentId: firstAgent, runId: lastRun, startedAt }).root(),
    ]);
    await server.close();
    return { firstAgent, lastAgent };
  }

  const lock = (session: Session, agentId: string, how = "") =>
    session.query({ text: `select from agents where agent_id = $1 for update ${how}`, values: [agentId] });

  const startDropping = () => startServer({ database: context.database, keep: { keepDays: 30 } });

  async function waitForLock(): Promise<void> {
    const text = `
      select 1 from pg_locks join pg_stat_activity using (pid)
      where not granted and locktype = 'transactionid' and datname = current_database()`;
    await expect.poll(() => context.database.query({ text }), SOON).toHaveLength(1);
  }

  const listOldRuns = () =>
    context.database.query({ text: "select run_id from runs where started_at < now() - interval '31 days'" });

  test("locks agents in their order, as whoever writes runs does", async () => {
    const { firstAgent, lastAgent } = await storeOldRuns();
    const server = await context.database.transaction(async (writer) => {
      await lock(writer, firstAgent);
      const dropping = await startDropping();
      await waitForLock();
      await lock(writer, lastAgent, "nowait");
      return dropping;
    });
    await expect.poll(listOldRuns, SOON).toEqual([]);
    await server.close();
  });

  test("is tried again at once when Postgres has ended it for a deadlock", async () => {
    const { firstAgent, lastAgent } = await storeOldRuns();
    const server = await context.database.transaction(async (writer) => {
      await writer.query({ text: "set local deadlock_timeout = '9s'" });
      await lock(writer, lastAgent);
      const dropping = await startDropping();
      await waitForLock();
      await lock(writer, firstAgent);
      return dropping;
    });
    await expect.poll(listOldRuns, SOON).toEqual([]);
    await server.close();
  });
});
