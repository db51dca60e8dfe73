import { randomUUID } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { openAdapter, type OpenedAdapter } from "../../test-support/open-adapter.ts";
import type { Engine } from "../../test-support/test-database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import type { Owner } from "../src/sql/find-erasable.ts";
import { countRunsToErase, eraseRuns } from "../src/store/erase-runs.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { toTraceKey } from "../src/uuid.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { countRows, daysAgo, NO_ROWS } from "./support/old-days.ts";
import { runMain } from "./support/run-main.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { ingestLogs, logOf } from "./support/test-log-record.ts";
import { createTestRun } from "./support/test-run.ts";
import { newSpanId, newTraceId, toPending, type TestSpan } from "./support/test-span.ts";

const SERVICE = { "service.name": "travel" };
const SECRET = "the words of a user";

/** An agent's run in a trace, by another instrumentation than ours. */
function createAgentSpan(traceId: string, name: string, more: Partial<TestSpan> = {}): TestSpan {
  const startedAt = daysAgo(1);
  const attributes = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name, "gen_ai.agent.id": name };
  return {
    traceId,
    spanId: newSpanId(),
    name: `invoke_agent ${name}`,
    startedAt,
    endedAt: startedAt + 100,
    attributes,
    resource: SERVICE,
    ...more,
  };
}

describeEachDatabase("erasing", (context) => {
  /** What a Runline does that starts for it, so that nothing is remembered of what was there before, and ends. */
  async function withServer<T>(work: (url: string) => Promise<T>): Promise<T> {
    const server = await startServer({ database: context.database });
    return work(server.url).finally(() => server.close());
  }

  /** How many runs were found, and what was erased. */
  async function erase(owner: Owner) {
    const found = await countRunsToErase(context.database, owner);
    return { found, ...(await eraseRuns(context.database, owner, () => {})) };
  }

  /** All that is stored, as one text. */
  async function readAll(): Promise<string> {
    const texts: string[] = [];
    for (const table of ["logs", "open_spans", "runs", "folds", "joined_folds", "agents"]) {
      texts.push(JSON.stringify(await context.database.query({ text: `select * from ${table}` })));
    }
    return texts.join("\n");
  }

  test("takes an agent, a room, a user and a run with all that is stored of them, and nothing else", async () => {
    const agentId = randomUUID();
    const roomId = randomUUID();
    const content = { attributes: { "gen_ai.tool.call.result": SECRET } };
    const ofAgent = [1, 2].map((ago) => createTestRun({ agentId, startedAt: daysAgo(ago) }));
    const ofRoom = createTestRun({ roomId });
    const ofUser = createTestRun();
    const single = createTestRun();
    const kept = createTestRun({ agentId: single.agentId });
    await withServer(async (url) => {
      for (const run of [...ofAgent, ofRoom, ofUser, single]) {
        const plan = run.plan();
        await ingest(url, [
          run.root(),
          plan,
          run.action("A", { parent: plan, ...content }),
          toPending(run.modelCall()),
        ]);
        await ingestLogs(url, [logOf(plan, { body: SECRET })]);
      }
      await ingest(url, [kept.root(), kept.action("KEPT")]);
    });

    const owners: [Owner, number][] = [
      [{ kind: "agent", id: agentId }, 2],
      [{ kind: "room", id: roomId }, 1],
      [{ kind: "user", id: ofUser.entityId }, 1],
      [{ kind: "run", id: single.runId }, 1],
    ];
    for (const [owner, runs] of owners) {
      expect([owner, await erase(owner)]).toEqual([owner, { found: runs, runs, spans: runs * 4, left: 0 }]);
    }
    const stored = await readAll();
    for (const run of [...ofAgent, ofRoom, ofUser, single]) expect(stored).not.toContain(run.runId);
    for (const text of [SECRET, agentId, roomId, ofUser.entityId]) expect(stored).not.toContain(text);
    expect(stored).toContain(kept.runId);

    await withServer(async (url) => {
      const client = createClient(url);
      expect((await client.listAgents()).agents.map((agent) => agent.agentId)).toEqual([kept.agentId]);
      expect((await client.getRunSpans(kept.agentId, kept.runId)).spans).toHaveLength(2);
    });
  });

  test("leaves the runs of others in the same trace, and those in it that were the user's are gone", async () => {
    const traceId = newTraceId();
    const mine = createAgentSpan(traceId, "mine");
    const others = createAgentSpan(traceId, "others", {
      startedAt: mine.startedAt + 20, // agents that take turns would be a team
      endedAt: mine.startedAt + 300,
    });
    const call = {
      ...createAgentSpan(traceId, "mine"),
      parentSpanId: mine.spanId,
      name: "chat",
      attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": SECRET },
    };
    const top = { ...mine, spanId: newSpanId(), name: "POST /", attributes: {}, endedAt: mine.startedAt + 400 };
    const { mineId, othersId, runs } = await withServer(async (url) => {
      await ingest(url, [top, { ...mine, parentSpanId: top.spanId }, call, { ...others, parentSpanId: top.spanId }]);
      await ingestLogs(url, [
        logOf(call, { name: "gen_ai.user.message", body: { content: SECRET } }),
        logOf(others, { body: "kept" }),
      ]);
      const client = createClient(url);
      const { agents } = await client.listAgents();
      const idOf = (name: string) => agents.find((agent) => agent.name === name)?.agentId ?? "";
      const { runs: before } = await client.listRuns(idOf("others"));
      return { mineId: idOf("mine"), othersId: idOf("others"), runs: before };
    });
    expect(runs).toHaveLength(1);

    expect(await erase({ kind: "agent", id: mineId })).toEqual({ found: 1, runs: 1, spans: 2, left: 0 });
    const stored = await readAll();
    expect(stored).not.toContain(SECRET);
    expect(stored).toContain("kept");
    expect(await rebuildFolds(context.database, () => {})).toMatchObject({ changed: 0 });
    await withServer(async (url) => {
      const client = createClient(url);
      const left = await client.listRuns(othersId);
      expect(left.runs).toHaveLength(1);
      expect(left.runs[0]).toMatchObject({ status: runs[0]?.status, startedAt: runs[0]?.startedAt });
      expect((await client.listRuns(mineId)).runs).toEqual([]);
    });
  });
});

describe("runline delete", () => {
  /** An adapter, and the flags of its database. */
  async function open(engine: Engine): Promise<{ adapter: OpenedAdapter; flags: string[] }> {
    const adapter = await openAdapter({ engine });
    onTestFinished(async () => {
      await adapter.stop();
    });
    const { dataDir, databaseUrl } = adapter.stored.options;
    return { adapter, flags: databaseUrl === undefined ? ["--data-dir", dataDir] : ["--database-url", databaseUrl] };
  }

  const createLargeRun = () => {
    const run = createTestRun();
    return { run, spans: [run.root(), ...Array.from({ length: 40 }, (_, index) => run.action(`A${index}`))] };
  };

  test("explains itself", async () => {
    const { code, output } = await runMain(["delete", "--help"]);
    expect(code).toBe(0);
    for (const word of ["--agent", "--room", "--user", "--run", "--yes", "--data-dir"]) expect(output).toContain(word);
  });

  test("is refused for the embedded database while Runline runs, and done when it does not", async () => {
    const { adapter, flags } = await open("pglite");
    const { run, spans } = createLargeRun();
    await ingest(adapter.url, spans);
    const early = await runMain(["delete", "--run", run.runId, "--yes", ...flags]);
    expect([early.code, early.output]).toEqual([1, expect.stringContaining("is in use by process")]);
    expect((await createClient(adapter.url).getRun(run.agentId, run.runId)).summary.status).toBe("completed");

    await adapter.kill9();
    const { code, output } = await runMain(["delete", "--run", run.runId, "--yes", ...flags]);
    const says = `Deleted 1 run with 41 spans of run ${run.runId}. Left in all tables: 0 rows.\n`;
    expect([code, output]).toEqual([0, says]);
  });

  test("wants --yes where nobody can be asked, is seen at once on Postgres, and what is sent again is stored again", async () => {
    const { adapter, flags } = await open("postgres");
    const { url } = adapter;
    const { run, spans } = createLargeRun();
    await ingest(url, spans);
    const unsure = await runMain(["delete", "--run", run.runId, ...flags]);
    expect([unsure.code, unsure.output]).toEqual([2, expect.stringMatching(/^runline: .*Add --yes.*\n$/)]);
    const nobody = await runMain(["delete", "--agent", randomUUID(), "--yes", ...flags]);
    expect([nobody.code, nobody.output]).toEqual([0, expect.stringContaining("Deleted 0 runs with 0 spans")]);
    expect((await createClient(url).getRunSpans(run.agentId, run.runId)).spans).toHaveLength(41);

    const { code, output } = await runMain(["delete", "--run", run.runId, "--yes", ...flags]);
    expect([code, output]).toEqual([0, expect.stringContaining("Deleted 1 run with 41 spans")]);
    expect((await callApi(url, `/api/agents/${run.agentId}/runs/${run.runId}`)).status).toBe(404);
    await ingest(url, [...spans, run.action("NEW", { from: 500 })]);
    expect((await createClient(url).getRunSpans(run.agentId, run.runId)).spans).toHaveLength(42);
    await runMain(["delete", "--run", run.runId, "--yes", ...flags]);
    const database = await openDatabase(adapter.stored.options);
    onTestFinished(() => database.close());
    expect(await countRows(database, [run.runId, toTraceKey(run.traceId)])).toEqual(NO_ROWS);
  });
});
