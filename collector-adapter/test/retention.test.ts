import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toDate, toDay } from "../src/database/timestamps.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { toTraceKey } from "../src/uuid.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { countRows, daysAgo, listDays, NO_ROWS } from "./support/old-days.ts";
import { ingest, sendSpans } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import type { Engine } from "../../test-support/test-database.ts";
import { ingestLogs, logOf } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import { newSpanId, newTraceId, toPending } from "./support/test-span.ts";
import { useDatabase } from "./support/use-database.ts";

const SERVICE = { "service.name": "shop" };
/** For what is dropped in the background. */
const DROPPED = { timeout: 20_000, interval: 50 };

const dateOf = (moment: number) => toDate(toDay(moment));

describe.each<Engine>(["pglite", "postgres"])("days that are not kept, on %s", (engine) => {
  const context = useDatabase(engine);

  test("go with all that began in them, and leave everything else as it is", async () => {
    const { database } = context;
    const server = await startServer({ database });
    const agentId = randomUUID();
    const old = createTestRun({ startedAt: daysAgo(40) });
    const plan = old.plan();
    const midnight = createTestRun({ agentId, startedAt: daysAgo(30, 0) - 500 });
    const open = createTestRun({ startedAt: daysAgo(35) });
    const trace = {
      traceId: newTraceId(),
      spanId: newSpanId(),
      name: "GET /",
      startedAt: daysAgo(33),
      endedAt: daysAgo(33) + 5,
    };
    const kept = createTestRun({ agentId, startedAt: daysAgo(30, 1) });
    await ingest(server.url, [
      old.root(),
      plan,
      old.action("A", { parent: plan }),
      midnight.root(),
      midnight.action("LATE", { from: 800 }),
      toPending(open.root()),
      { ...trace, attributes: {}, resource: SERVICE },
      kept.root(),
      kept.action("B"),
    ]);
    await ingestLogs(server.url, [logOf(plan, { body: "old" }), logOf(kept.root(), { body: "kept" })]);
    expect(await listDays(database)).toEqual(
      expect.arrayContaining([40, 35, 33, 31, 30].map((ago) => dateOf(daysAgo(ago)))),
    );
    await server.close();

    const bounded = await startServer({ database, keep: { keepDays: 30 } });
    await expect.poll(async () => (await listDays(database))[0], DROPPED).toBe(dateOf(daysAgo(30)));
    const gone = [
      old.runId,
      String(plan.attributes["runline.run.id"]),
      midnight.runId,
      open.runId,
      toTraceKey(trace.traceId),
    ];
    expect(await countRows(database, gone)).toEqual(NO_ROWS);
    const client = createClient(bounded.url);
    expect((await client.listAgents()).agents.map((agent) => agent.agentId)).toEqual([agentId]);
    expect(await database.query({ text: "select agent_id from agents" })).toEqual([{ agent_id: agentId }]);
    expect((await client.listRuns(agentId)).runs.map(({ runId }) => runId)).toEqual([kept.runId]);
    expect((await client.getRunSpans(agentId, kept.runId)).spans).toHaveLength(2);
    expect(await rebuildFolds(database, () => {})).toMatchObject({ runs: 1, changed: 0 });
    await bounded.close();
  });

  test("take nothing that comes late, and say why", async () => {
    const { database } = context;
    const server = await startServer({ database, keep: { keepDays: 30 } });
    const late = createTestRun({ startedAt: daysAgo(31) });
    const mate = createTestRun({ startedAt: daysAgo(30) });
    const answer: unknown = await (await sendSpans(server.url, [late.root(), mate.root(), late.action("A")])).json();
    expect(answer).toEqual({
      partialSuccess: {
        rejectedSpans: "2",
        errorMessage: `start is before ${dateOf(daysAgo(30))}, and Runline keeps no earlier days (--keep, --keep-bytes)`,
      },
    });
    expect(await listDays(database)).not.toContain(dateOf(daysAgo(31)));
    expect(await countRows(database, [late.runId])).toEqual(NO_ROWS);
    expect((await createClient(server.url).getRun(mate.agentId, mate.runId)).summary.status).toBe("completed");
    await server.close();
  });

  test("are the oldest when all takes more room than it may; today stays", async () => {
    const { database } = context;
    const server = await startServer({ database });
    const today = createTestRun();
    await ingest(server.url, [today.root()]);
    await ingest(server.url, [createTestRun({ startedAt: daysAgo(5) }).root()]);
    expect((await listDays(database))[0]).toBe(dateOf(daysAgo(30)));
    await server.close();

    const bounded = await startServer({ database, keep: { keepBytes: 1000 } });
    await expect.poll(async () => (await listDays(database))[0], DROPPED).toBe(dateOf(daysAgo(0)));
    const { runs } = await createClient(bounded.url).listRuns(today.agentId);
    expect(runs.map(({ runId }) => runId)).toEqual([today.runId]);
    const late = await (await sendSpans(bounded.url, [createTestRun({ startedAt: daysAgo(1, 0) }).root()])).text();
    expect(late).toContain(`start is before ${dateOf(daysAgo(0))}`);
    await bounded.close();
  });
});

describe("dropping days on a Postgres that others use", () => {
  const context = useDatabase("postgres");

  test("waits for who reads all of logs, and nobody waits for the drop", async () => {
    const { database } = context;
    const server = await startServer({ database });
    const old = createTestRun({ startedAt: daysAgo(40) });
    await ingest(server.url, [old.root()]);
    await server.close();
    const bounded = await database.transaction(async (session) => {
      await session.query({ text: "select count(*) from logs" });
      const dropping = await startServer({ database, keep: { keepDays: 30 } });
      await expect
        .poll(async () => (await callApi(dropping.url, `/api/agents/${old.agentId}/runs/${old.runId}`)).status, DROPPED)
        .toBe(404);
      for (let count = 0; count < 20; count++) {
        const run = createTestRun();
        await ingest(dropping.url, [run.root()]);
        expect((await createClient(dropping.url).getRun(run.agentId, run.runId)).summary.status).toBe("completed");
      }
      expect(await listDays(database)).toContain(dateOf(daysAgo(40)));
      return dropping;
    });
    await expect.poll(() => listDays(database), DROPPED).not.toContain(dateOf(daysAgo(40)));
    await bounded.close();
  });

  test("by several adapters at the same moment is done once, while spans come", async () => {
    const { database } = context;
    const server = await startServer({ database });
    const old = Array.from({ length: 30 }, (_, index) => createTestRun({ startedAt: daysAgo(50 + (index % 10)) }));
    await ingest(
      server.url,
      old.map((run) => run.root()),
    );
    const bounded = await Promise.all([30, 30, 30].map((keepDays) => startServer({ database, keep: { keepDays } })));
    const runs = Array.from({ length: 60 }, () => createTestRun({ startedAt: daysAgo(3) }));
    for (const [index, run] of runs.entries())
      await ingest(bounded[index % 3]?.url ?? "", [run.root(), run.action("A")]);
    await expect.poll(async () => (await listDays(database))[0] ?? "", DROPPED).toBe(dateOf(daysAgo(3)));
    expect(
      await countRows(
        database,
        old.map(({ runId }) => runId),
      ),
    ).toEqual(NO_ROWS);
    for (const run of runs) {
      expect((await createClient(server.url).getRun(run.agentId, run.runId)).summary.counts.actions).toBe(1);
    }
    expect(await rebuildFolds(database, () => {})).toMatchObject({ changed: 0 });
    for (const one of [server, ...bounded]) await one.close();
  });

  test("erases a run that another adapter remembers, whose later spans are found all the same", async () => {
    const { database } = context;
    const other = await startServer({ database });
    const run = createTestRun({ startedAt: daysAgo(40) });
    const steps = Array.from({ length: 40 }, (_, index) => run.action(`A${index}`));
    await ingest(other.url, [run.root(), ...steps]);
    const bounded = await startServer({ database, keep: { keepDays: 30 } });
    await expect.poll(() => listDays(database), DROPPED).not.toContain(dateOf(daysAgo(40)));

    const hours = 39 * 24 * 3_600_000;
    const later = [1, 2].map((index) => run.action(`LATER${index}`, { from: hours + index * 1000 }));
    for (const span of later) await ingest(other.url, [span]);
    const { spans } = await createClient(other.url).getRunSpans(run.agentId, run.runId);
    expect(spans.map(({ label }) => label)).toEqual(["LATER1", "LATER2"]);
    for (const one of [other, bounded]) await one.close();
  });

  test("keeps a run that joined a trace of a day before, and forgets the trace", async () => {
    const { database } = context;
    const server = await startServer({ database });
    const caller = {
      traceId: newTraceId(),
      spanId: newSpanId(),
      name: "POST /chat",
      startedAt: daysAgo(30, 0) - 100,
      endedAt: daysAgo(30, 1),
    };
    const run = createTestRun({ startedAt: daysAgo(30, 0), joins: { ...caller, attributes: {}, resource: SERVICE } });
    await ingest(server.url, [{ ...caller, attributes: {}, resource: SERVICE }, run.root(), run.action("A")]);
    const before = await createClient(server.url).getRun(run.agentId, run.runId);
    await server.close();
    const bounded = await startServer({ database, keep: { keepDays: 30 } });
    await expect.poll(() => listDays(database), DROPPED).not.toContain(dateOf(daysAgo(31)));
    const client = createClient(bounded.url);
    expect((await client.getRun(run.agentId, run.runId)).summary).toEqual(before.summary);
    expect((await client.getRunSpans(run.agentId, run.runId)).spans).toHaveLength(2);
    expect((await callApi(bounded.url, `/api/traces/${caller.traceId}/spans`)).status).toBe(200);
    expect(await rebuildFolds(database, () => {})).toMatchObject({ changed: 0 });
    await bounded.close();
  });
});
