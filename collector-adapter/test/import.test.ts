import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { ATTR_ATTRIBUTION } from "@runline/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import { getPort } from "../../test-support/get-port.ts";
import { takePort } from "../../test-support/take-port.ts";
import { createClient } from "./support/call-api.ts";
import { createElizaDatabase } from "./support/eliza-database.ts";
import { createElizaLog, toId, type ElizaLog, type ElizaRow } from "./support/eliza-log.ts";
import { clearStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import type { Engine } from "../../test-support/test-database.ts";
import { useImporter } from "./support/use-importer.ts";
import { useServer } from "./support/use-server.ts";
import { readWholeSpans } from "../../test-support/read-whole-spans.ts";

const DAY_MS = 24 * 3_600_000;
const ENGINES: readonly Engine[] = ["pglite", "postgres"];
const startedAt = Date.now() - DAY_MS;
const context = useServer("pglite");

const importer = useImporter(context);

describe.each(ENGINES)("an import from %s", (engine) => {
  test("brings runs with their steps, their times and what elizaOS remembers of actions", async () => {
    const database = await createElizaDatabase(engine);
    const log = createElizaLog(startedAt, `Ada on ${engine}`);
    const run = { name: "first", room: "north" };
    log.start(run, 0);
    log.call(run, 1, 2);
    log.beginAction(run, "VOUCHER", 3);
    log.endAction(run, "VOUCHER", 4, { step: "1/1" });
    log.evaluate(run, "MOOD", 5);
    log.end(run, 6);
    const outcome = { actionStatus: "failed", actionResult: { success: false, error: "none left" } };
    const message = { text: "secret", source: "discord" };
    const memories = new Map<string, object>([
      [log.toActionId(run, "VOUCHER"), outcome],
      [log.toMessageId(run), message],
    ]);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Ada", memories });

    const { totals, said } = await importer.importFrom(database);
    expect(said).toContain(engine === "pglite" ? "the original is left alone" : "Reading postgres://");
    expect(totals).toMatchObject({ rows: 6, runs: 1, steps: 4, doubtful: 0, recorded: 0, rejected: 0, unreadable: 0 });
    const { summary, events } = await createClient(context.url).getRun(log.agentId, log.toRunId(run));
    expect(summary).toMatchObject({
      status: "completed",
      startedAt: startedAt,
      endedAt: startedAt + 6_000,
      counts: { actions: 1, modelCalls: 1, errors: 1, evaluators: 1 },
      metadata: { imported: true, agentName: "Ada", entityName: expect.stringMatching(/^Guest /), source: "discord" },
    });
    expect(events.map(({ type }) => type)).toEqual([
      "RUN_STARTED",
      "MODEL_USED",
      "ACTION_STARTED",
      "ACTION_COMPLETED",
      "EVALUATOR_COMPLETED",
      "RUN_ENDED",
    ]);
    expect(events[3]?.data).toMatchObject({ success: false, error: "none left", planStep: "1/1" });
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  test("goes on where it stopped, wherever that was, and changes nothing when it is done again", async () => {
    const database = await createElizaDatabase(engine);
    const log = createBusyLog(`Bob on ${engine}`, 400);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Bob" });
    const proxy = await startProxy();
    const stop = new AbortController();
    proxy.onTaken = (count) => {
      if (count === 4) stop.abort();
    };
    const dataDir = join(importer.home, `resumed-${engine}`);
    const first = importer.importFrom(database, [], { dataDir, to: proxy.url, signal: stop.signal });
    await expect(first).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));

    const second = await importer.importFrom(database, [], { dataDir, to: proxy.url });
    expect(second.said).toContain("where the last import stopped");
    expect(second.totals.rows).toBeLessThan(log.rows.length);
    expect(second.totals.runs).toBeLessThan(400);
    const client = createClient(context.url);
    const all = await client.listRuns(log.agentId, { limit: 100 });
    expect(all.total).toBe(400);
    expect(all.runs.map(({ counts }) => counts)).toEqual(
      all.runs.map(() => ({ actions: 1, modelCalls: 2, errors: 0, evaluators: 1 })),
    );
    const again = await importer.importFrom(database, [], { dataDir: join(importer.home, `again-${engine}`) });
    expect(again.totals).toMatchObject({ rows: log.rows.length, runs: 0, runsAgain: 400, steps: 0, doubtful: 0 });
    expect(await client.listRuns(log.agentId, { limit: 100 })).toEqual(all);
  });
});

test("an import from a directory of elizaOS 2.0 has the outcome of an action from its row, and its text where content is wanted", async () => {
  const database = await createElizaDatabase("pglite", "postgres");
  const log = createElizaLog(startedAt, "Ada 2.0");
  const run = { name: "first", room: "north" };
  log.start(run, 0);
  log.beginAction(run, "VOUCHER", 1);
  log.endAction(run, "VOUCHER", 2, { result: { success: false, text: "Sorry.", error: "none left" } });
  log.beginAction(run, "TABLE", 3);
  log.endAction(run, "TABLE", 4, { result: { success: true, text: "Table 4" } });
  log.end(run, 5);
  await database.insert(log.rows, { agentId: log.agentId, agentName: "Ada 2.0" });

  await importer.importFrom(database, ["--capture-content"]);
  const spans = await readWholeSpans(createClient(context.url), log.agentId, log.toRunId(run));
  const actions = spans.filter(({ kind }) => kind === "action");
  expect(actions).toMatchObject([
    { label: "VOUCHER", state: "error", error: "none left", output: { text: "Sorry." } },
    { label: "TABLE", state: "ok", output: { text: "Table 4" } },
  ]);
}, 60_000);

describe("an import", () => {
  test("tells what is new from what was there already", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createBusyLog("Ann", 3);
    const isLast = ({ at }: ElizaRow) => at >= startedAt + 20_000;
    const facts = { agentId: log.agentId, agentName: "Ann" };
    await database.insert(
      log.rows.filter((row) => !isLast(row)),
      facts,
    );
    const dataDir = join(importer.home, "again");
    expect((await importer.importFrom(database, [], { dataDir })).totals).toMatchObject({
      runs: 2,
      runsAgain: 0,
      steps: 10,
      outside: 0,
    });
    await database.insert(log.rows.filter(isLast), facts);
    const next = await importer.importFrom(database, [], { dataDir });
    expect(next.totals).toMatchObject({ runs: 1, runsAgain: 2, steps: 5 });
    const last = await importer.importFrom(database, [], { dataDir });
    expect(last.totals).toMatchObject({ runs: 0, runsAgain: 3, steps: 0 });
  });

  test.each([
    { who: "with rows of the run itself", agent: "Cleo", isLeftOut: () => false },
    { who: "without them", agent: "Clara", isLeftOut: (type: string) => type === "run_event" },
  ])("leaves alone what Runline has recorded itself, in a log $who", async ({ agent, isLeftOut }) => {
    const log = createBusyLog(agent, 3);
    const runId = log.toRunId({ name: "run 1", room: "room 1" });
    const live = createTestRun({ runId, agentId: log.agentId, startedAt: startedAt + 9_950 });
    await ingest(context.url, [live.root()]);
    const database = await createElizaDatabase("postgres");
    const rows = log.rows.filter(({ type }) => !isLeftOut(type));
    await database.insert(rows, { agentId: log.agentId, agentName: agent });

    const { totals } = await importer.importFrom(database);
    expect(totals).toMatchObject({ runs: 2, recorded: 1 });
    const { summary } = await createClient(context.url).getRun(log.agentId, runId);
    expect(summary.counts).toMatchObject({ actions: 0, modelCalls: 0 });
    expect(summary.metadata?.imported).toBeUndefined();
  });

  test("marks calls that may be another run's, in their spans and events", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createElizaLog(startedAt, "Dora");
    const [first, second] = [
      { name: "first", room: "north" },
      { name: "second", room: "south" },
    ];
    log.start(first, 0);
    log.start(second, 1);
    log.call(second, 2, 3);
    log.end(first, 4);
    log.end(second, 5);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Dora" });

    expect((await importer.importFrom(database)).totals).toMatchObject({ runs: 2, steps: 1, doubtful: 1 });
    const client = createClient(context.url);
    const spans = await readWholeSpans(client, log.agentId, log.toRunId(second));
    expect(spans.filter(({ attributes }) => attributes[ATTR_ATTRIBUTION] === "low").map(({ kind }) => kind)).toEqual([
      "model_call",
    ]);
    const { events } = await client.getRun(log.agentId, log.toRunId(second));
    expect(events.find(({ type }) => type === "MODEL_USED")?.data).toMatchObject({ attribution: "low" });
  });

  test("takes one agent, by its name, and what started since a time", async () => {
    const database = await createElizaDatabase("postgres");
    const [wanted, other] = [createBusyLog("Eve", 20), createBusyLog("Finn", 20)];
    await database.insert(wanted.rows, { agentId: wanted.agentId, agentName: "Eve" });
    await database.insert(other.rows, { agentId: other.agentId, agentName: "Finn" });
    const since = new Date(startedAt + 100_000).toISOString();

    expect((await importer.importFrom(database, ["--agent", "Eve", "--since", since])).totals.runs).toBe(10);
    const client = createClient(context.url);
    const { runs } = await client.listRuns(wanted.agentId, { limit: 100 });
    expect(Math.min(...runs.map((run) => run.startedAt))).toBe(startedAt + 100_000);
    expect((await client.listRuns(other.agentId)).total).toBe(0);
  });

  test("says how much Runline did not take, and why", async () => {
    const database = await createElizaDatabase("postgres");
    const old = createElizaLog(Date.now() - 500 * DAY_MS, "Gus");
    const run = { name: "first", room: "north" };
    old.start(run, 0);
    old.end(run, 1);
    await database.insert(old.rows, { agentId: old.agentId, agentName: "Gus" });
    const dataDir = join(importer.home, "rejected");
    const { totals } = await importer.importFrom(database, [], { dataDir });
    expect(totals).toMatchObject({ rejected: 1, rejection: expect.stringContaining("400 days") });
    expect((await importer.importFrom(database, [], { dataDir })).said).toContain("where the last import stopped");
  });

  test("counts rows that are not of elizaOS's form, and goes on", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createBusyLog("Hana", 1);
    const broken = log.rows.slice(0, 1).map((row) => ({ ...row, id: toId("broken"), body: { runId: "none" } }));
    await database.insert([...log.rows, ...broken], { agentId: log.agentId, agentName: "Hana" });
    expect((await importer.importFrom(database)).totals).toMatchObject({ runs: 1, unreadable: 1 });
  });

  test("waits for a Runline that is just starting, and for one that is started anew meanwhile", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createBusyLog("Ivo", 200);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Ivo" });
    const proxy = await startProxy();
    proxy.refuse = 2;
    proxy.onTaken = (count) => {
      if (count <= 2) proxy.refuse = 2;
    };
    expect((await importer.importFrom(database, [], { to: proxy.url })).totals).toMatchObject({
      runs: 200,
      rejected: 0,
    });
    expect(proxy.refused).toEqual(expect.arrayContaining(["/api/agents", `/api/agents/${log.agentId}/runs`]));
    expect((await createClient(context.url).listRuns(log.agentId)).total).toBe(200);
  });

  test("begins anew when Runline does not have what it was sent", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createBusyLog("Jo", 2);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Jo" });
    const dataDir = join(importer.home, "wiped");
    await importer.importFrom(database, [], { dataDir });
    await clearStore(context.database);
    const { said, totals } = await importer.importFrom(database, [], { dataDir });
    expect(said).toContain("beginning anew");
    expect(totals.rows).toBe(log.rows.length);
  });
});

describe("an import says what is wrong", () => {
  test("when there is nothing to read", async () => {
    await expect(importer.importFrom({ from: join(importer.home, "nowhere") })).rejects.toThrow(
      /is not a PGlite directory .*PG_VERSION/,
    );
    const port = await findFreePort();
    const gone = { from: `postgres://user:hidden@127.0.0.1:${port}/db` };
    await expect(importer.importFrom(gone)).rejects.toThrow(/^Postgres at postgres:\/\/user:\*\*\*@127.*ECONNREFUSED/);
  });

  test("when the database is not elizaOS's, or is Runline's own", async () => {
    const database = await createElizaDatabase("postgres");
    await database.run("drop table rooms");
    await expect(importer.importFrom(database)).rejects.toThrow("it has no table rooms");
    await database.run("alter table logs add column run_id uuid");
    await expect(importer.importFrom(database)).rejects.toThrow("a database of Runline's own");
  });

  test("when the agent is not there: with those that are", async () => {
    const database = await createElizaDatabase("postgres");
    const { agentId, rows } = createBusyLog("Kim", 1);
    await database.insert(rows, { agentId, agentName: "Kim" });
    await expect(importer.importFrom(database, ["--agent", "Lou"])).rejects.toThrow(
      `There is no agent "Lou". The database has Kim (${agentId})`,
    );
  });

  test("when no Runline answers", async () => {
    const port = await findFreePort();
    const database = { from: join(importer.home, "nowhere") };
    const to = `http://127.0.0.1:${port}`;
    await expect(importer.importFrom(database, [], { to })).rejects.toThrow(
      `Nothing answers at ${to}. Start Runline first`,
    );
  });
});

describe("an import from a Runline with a token", () => {
  const guarded = useServer("pglite", { token: "sesame" });

  test("gives it, and says so when it is wrong", async () => {
    const database = await createElizaDatabase("postgres");
    const log = createBusyLog("Mo", 1);
    await database.insert(log.rows, { agentId: log.agentId, agentName: "Mo" });
    const to = guarded.url;
    await expect(importer.importFrom(database, ["--token", "other"], { to })).rejects.toThrow("needs its token");
    expect((await importer.importFrom(database, ["--token", "sesame"], { to })).totals.runs).toBe(1);
  });
});

test("the file that says how far an import has come names no password", async () => {
  const database = await createElizaDatabase("postgres");
  const log = createBusyLog("Nia", 1);
  await database.insert(log.rows, { agentId: log.agentId, agentName: "Nia" });
  const dataDir = join(importer.home, "state");
  const from = new URL(database.from);
  from.password ||= "needless"; // a server that trusts its host takes any
  const { said } = await importer.importFrom({ from: from.toString() }, [], { dataDir });
  const [file = ""] = await readdir(join(dataDir, "import"));
  const text = await readFile(join(dataDir, "import", file), "utf8");
  expect(JSON.parse(text)).toMatchObject({ to: context.url, lastRun: { agentId: log.agentId } });
  for (const told of [text, said]) {
    expect(told).toContain(from.host);
    expect(told).not.toContain(from.password);
  }
});

/** A port on which nothing listens. */
async function findFreePort(): Promise<number> {
  const taken = await takePort();
  await taken.free();
  return taken.port;
}

interface Proxy {
  url: string;
  /** So many requests are answered 503 from now on. */
  refuse: number;
  /** Their paths. */
  readonly refused: string[];
  /** Called when Runline has taken so many. */
  onTaken: (count: number) => void;
}

/** Stands before Runline, as a proxy in front of a busy one. */
async function startProxy(): Promise<Proxy> {
  let taken = 0;
  const proxy: Proxy = { url: "", refuse: 0, refused: [], onTaken: () => {} };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const isTraces = request.method === "POST";
      if (proxy.refuse > 0) {
        proxy.refuse -= 1;
        proxy.refused.push(request.url?.replace(/\?.*$/, "") ?? "");
        response.writeHead(503, { "retry-after": "0" }).end();
        return;
      }
      const init = isTraces ? { method: "POST", body: Buffer.concat(chunks) } : {};
      const headers = { "content-type": request.headers["content-type"] ?? "text/plain" };
      const answer = await fetch(`${context.url}${request.url}`, { ...init, headers });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
      if (isTraces) proxy.onTaken(++taken);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  proxy.url = `http://127.0.0.1:${getPort(server)}`;
  return proxy;
}

/** One run every 10 s, each with everything that a run can have. */
function createBusyLog(agent: string, count: number): ElizaLog {
  const log = createElizaLog(startedAt, agent);
  for (let i = 0; i < count; i++) {
    const run = { name: `run ${i}`, room: `room ${i % 3}` };
    const from = i * 10;
    log.start(run, from);
    log.call(run, from + 0.2, from + 1);
    log.beginAction(run, "BOOK", from + 1.1);
    log.call(run, from + 1.5, from + 2, { action: "BOOK" });
    log.endAction(run, "BOOK", from + 2.5, { step: "1/1" });
    log.evaluate(run, "MOOD", from + 3);
    log.end(run, from + 4);
  }
  return log;
}
