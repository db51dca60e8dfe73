import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAdapter, type Adapter } from "../../test-support/start-adapter.ts";
import type { Database } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { toTraceKey } from "../src/uuid.ts";
import { callApi, createClient } from "./support/call-api.ts";
import { countRows, daysAgo, NO_ROWS } from "./support/old-days.ts";
import { runMain } from "./support/run-main.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "./support/test-database.ts";
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

/** A database of the suite, and the adapters that run on it, one after the other. */
function useData(engine: Engine) {
  let data: TestDatabase | undefined;
  let adapter: Adapter | undefined;
  const getData = () => {
    if (data === undefined) throw new Error("The database is there while tests run.");
    return data;
  };
  beforeAll(async () => {
    data = await createTestDatabase(engine);
  });
  afterAll(async () => {
    await adapter?.stop();
    await data?.drop();
  });
  const context = {
    /** The flags of the database. */
    get flags(): string[] {
      const { dataDir, databaseUrl } = getData().options;
      return databaseUrl === undefined ? ["--data-dir", dataDir] : ["--database-url", databaseUrl];
    },
    async start(): Promise<Adapter> {
      adapter = await startAdapter(getData().options.dataDir, { args: context.flags });
      return adapter;
    },
    /** The database while no adapter runs. */
    async open<T>(work: (database: Database) => Promise<T>): Promise<T> {
      const database = await openDatabase(getData().options);
      return work(database).finally(() => database.close());
    },
    /** All that is stored, as one text. */
    readAll: () =>
      context.open(async (database) => {
        const texts: string[] = [];
        for (const table of ["logs", "open_spans", "runs", "folds", "joined_folds", "agents"]) {
          texts.push(JSON.stringify(await database.query({ text: `select * from ${table}` })));
        }
        return texts.join("\n");
      }),
  };
  return context;
}

describe.each<Engine>(["pglite", "postgres"])("runline delete on %s", (engine) => {
  const context = useData(engine);

  test("erases an agent, a room, a user and a run with all that is stored of them, and nothing else", async () => {
    const adapter = await context.start();
    const { url } = adapter;
    const agentId = randomUUID();
    const roomId = randomUUID();
    const content = { attributes: { "gen_ai.tool.call.result": SECRET } };
    const ofAgent = [1, 2].map((ago) => createTestRun({ agentId, startedAt: daysAgo(ago) }));
    const ofRoom = createTestRun({ roomId });
    const ofUser = createTestRun();
    const single = createTestRun();
    const kept = createTestRun({ agentId: single.agentId });
    for (const run of [...ofAgent, ofRoom, ofUser, single]) {
      const plan = run.plan();
      await ingest(url, [run.root(), plan, run.action("A", { parent: plan, ...content }), toPending(run.modelCall())]);
      await ingestLogs(url, [logOf(plan, { body: SECRET })]);
    }
    await ingest(url, [kept.root(), kept.action("KEPT")]);
    await adapter.stop();

    const orders: [string, string, number][] = [
      ["--agent", agentId, 2],
      ["--room", roomId, 1],
      ["--user", ofUser.entityId, 1],
      ["--run", single.runId, 1],
    ];
    for (const [flag, id, runs] of orders) {
      const { code, output } = await runMain(["delete", flag, id, "--yes", ...context.flags]);
      const name = `${flag.slice(2)} ${id}`;
      const says = `Deleted ${runs} run${runs === 1 ? "" : "s"} with ${runs * 4} spans of ${name}. Left in all tables: 0 rows.\n`;
      expect([code, output]).toEqual([0, says]);
    }
    const stored = await context.readAll();
    for (const run of [...ofAgent, ofRoom, ofUser, single]) expect(stored).not.toContain(run.runId);
    for (const text of [SECRET, agentId, roomId, ofUser.entityId]) expect(stored).not.toContain(text);
    expect(stored).toContain(kept.runId);

    const again = await context.start();
    const client = createClient(again.url);
    expect((await client.listAgents()).agents.map((agent) => agent.agentId)).toEqual([kept.agentId]);
    expect((await client.getRunSpans(kept.agentId, kept.runId)).spans).toHaveLength(2);
    await again.stop();
  });

  test("leaves the runs of others in the same trace, and those in it that were the user's are gone", async () => {
    const adapter = await context.start();
    const { url } = adapter;
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
    await ingest(url, [top, { ...mine, parentSpanId: top.spanId }, call, { ...others, parentSpanId: top.spanId }]);
    await ingestLogs(url, [
      logOf(call, { name: "gen_ai.user.message", body: { content: SECRET } }),
      logOf(others, { body: "kept" }),
    ]);
    const client = createClient(url);
    const { agents } = await client.listAgents();
    const idOf = (name: string) => agents.find((agent) => agent.name === name)?.agentId ?? "";
    const { runs } = await client.listRuns(idOf("others"));
    expect(runs).toHaveLength(1);
    await adapter.stop();

    const { code, output } = await runMain(["delete", "--agent", idOf("mine"), "--yes", ...context.flags]);
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^Deleted 1 run with 2 spans .* Left in all tables: 0 rows\.\n$/),
    ]);
    const stored = await context.readAll();
    expect(stored).not.toContain(SECRET);
    expect(stored).toContain("kept");
    const rebuilt = await context.open((database) => rebuildFolds(database, () => {}));
    expect(rebuilt).toMatchObject({ changed: 0 });
    const again = await context.start();
    const left = await createClient(again.url).listRuns(idOf("others"));
    expect(left.runs).toHaveLength(1);
    expect(left.runs[0]).toMatchObject({ status: runs[0]?.status, startedAt: runs[0]?.startedAt });
    expect((await createClient(again.url).listRuns(idOf("mine"))).runs).toEqual([]);
    await again.stop();
  });
});

describe("runline delete", () => {
  const context = useData("postgres");

  test("wants --yes where nobody can be asked, and one owner", async () => {
    const unsure = await runMain(["delete", "--agent", randomUUID(), ...context.flags]);
    expect([unsure.code, unsure.output]).toEqual([2, expect.stringMatching(/^runline: .*Add --yes.*\n$/)]);
    for (const args of [[], ["--agent", "a", "--room", "b"], ["--agent", ""]]) {
      const { code, output } = await runMain(["delete", ...args, "--yes", ...context.flags]);
      expect([code, output]).toEqual([2, expect.stringContaining("See runline delete --help.")]);
    }
    const help = await runMain(["delete", "--help"]);
    expect(help.code).toBe(0);
    for (const word of ["--agent", "--room", "--user", "--run", "--yes", "--data-dir"])
      expect(help.output).toContain(word);
    const nobody = await runMain(["delete", "--agent", randomUUID(), "--yes", ...context.flags]);
    expect([nobody.code, nobody.output]).toEqual([0, expect.stringContaining("Deleted 0 runs with 0 spans")]);
  });
});

describe("runline delete while Runline runs", () => {
  const embedded = useData("pglite");
  const postgres = useData("postgres");
  const createLargeRun = () => {
    const run = createTestRun();
    return { run, spans: [run.root(), ...Array.from({ length: 40 }, (_, index) => run.action(`A${index}`))] };
  };

  test("is refused for the embedded database", async () => {
    const { url } = await embedded.start();
    const { run, spans } = createLargeRun();
    await ingest(url, spans);
    const { code, output } = await runMain(["delete", "--run", run.runId, "--yes", ...embedded.flags]);
    expect([code, output]).toEqual([1, expect.stringContaining("is in use by process")]);
    expect((await createClient(url).getRun(run.agentId, run.runId)).summary.status).toBe("completed");
  });

  test("is seen at once on Postgres, and what is sent again is stored again", async () => {
    const adapter = await postgres.start();
    const { url } = adapter;
    const { run, spans } = createLargeRun();
    await ingest(url, spans);
    const { code, output } = await runMain(["delete", "--run", run.runId, "--yes", ...postgres.flags]);
    expect([code, output]).toEqual([0, expect.stringContaining("Deleted 1 run with 41 spans")]);
    expect((await callApi(url, `/api/agents/${run.agentId}/runs/${run.runId}`)).status).toBe(404);
    await ingest(url, [...spans, run.action("NEW", { from: 500 })]);
    expect((await createClient(url).getRunSpans(run.agentId, run.runId)).spans).toHaveLength(42);
    await runMain(["delete", "--run", run.runId, "--yes", ...postgres.flags]);
    await adapter.stop();
    expect(await postgres.open((database) => countRows(database, [run.runId, toTraceKey(run.traceId)]))).toEqual(
      NO_ROWS,
    );
  });
});
