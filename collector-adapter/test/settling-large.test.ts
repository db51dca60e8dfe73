import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "../src/database/database.ts";
import { toDay } from "../src/database/timestamps.ts";
import { listFolds } from "../src/sql/list-folds.ts";
import { createFoldCache } from "../src/store/fold-cache.ts";
import { createFoldThread } from "../src/store/fold-thread.ts";
import { createLogPartitions } from "../src/store/log-partitions.ts";
import { settleLargeFold } from "../src/store/settle-large-fold.ts";
import type { KnownSpan } from "../src/store/span-set.ts";
import { writeBatch } from "../src/store/write-batch.ts";
import { createClient } from "./support/call-api.ts";
import { createFacts } from "./support/create-facts.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { clearStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toRecords } from "./support/to-records.ts";
import { useDatabase } from "./support/use-database.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat" };
/** For what is folded in the background. */
const SETTLED = { timeout: 50_000, interval: 50 };

describeEachDatabase("settling a fold of more than 5,000 spans", (context) => {
  test("is done while it goes on growing, and once more when it rests", async () => {
    const client = createClient(context.url);
    const run = createTestRun();
    let sent = 0;
    const grow = (count: number) =>
      ingest(
        context.url,
        Array.from({ length: count }, () => run.modelCall({ from: sent++ })),
      );
    const countCalls = async () => (await client.getRunSummary(run.agentId, run.runId)).counts.modelCalls;
    await ingest(context.url, [run.root({ to: 60_000 })]);
    for (let size = 0; size < 6_000; size += 1_000) await grow(1_000);
    do await grow(10);
    while ((await countCalls()) <= 6_000);
    await vi.waitFor(async () => expect(await countCalls()).toBe(sent), SETTLED);
  });

  test("finds a run that nobody knew, when somebody asks for it: the second one of its trace", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const gateway = trace.span("POST /chat", {}, { to: 60_000 });
    const first = trace.span("agent", AGENT, { parent: gateway, to: 20_000 });
    const second = trace.span("agent", AGENT, { parent: gateway, from: 30_000, to: 40_000 });
    const agentId = trace.agentIdOf("Travel");
    await ingest(context.url, [gateway, first, second]);
    const ids = (await client.listRuns(agentId)).runs.map(({ runId }) => runId);
    const secondId = ids.find((id) => id !== trace.runId) ?? "";
    await clearStore(context.database);

    const calls = Array.from({ length: 6_000 }, (_, index) => trace.span("chat", CHAT, { parent: first, from: index }));
    await ingest(context.url, [gateway, first, ...calls]);
    await vi.waitFor(async () => {
      expect((await client.getRunSummary(agentId, trace.runId)).counts.modelCalls).toBe(6_000);
    }, SETTLED);
    await ingest(context.url, [second]);
    expect(await client.getRunSummary(agentId, secondId)).toMatchObject({ status: "completed" });
  });

  test("gives its spans to the run that they stand in, when that comes after them", async () => {
    const trace = createForeignTrace();
    const gateway = trace.span("POST /chat", {}, { to: 60_000 });
    const run = createTestRun({ joins: gateway });
    const root = run.root({ to: 50_000 });
    const child = trace.span("GET /below", {}, { parent: root, from: 20 });
    const others = Array.from({ length: 5_200 }, (_, index) =>
      trace.span("GET /", {}, { parent: gateway, from: index }),
    );
    await ingest(context.url, [gateway, child, ...others]);
    await ingest(context.url, [root]);
    await vi.waitFor(async () => {
      // While somebody reads, a busy machine does not make it wait for its twentieth of the time.
      await createClient(context.url).listAgents();
      const folds = await Promise.all([run.runId, trace.runId].map((key) => listFolds(context.database, [key])));
      expect(folds).toMatchObject([[{ dirty: false, spans: 2 }], [{ dirty: false, spans: 5_201, missingParents: [] }]]);
    }, SETTLED);
  });
});

// Without a server, which would settle them too.
describe.each(["pglite", "postgres"] as const)("settling a large fold on %s", (engine) => {
  const context = useDatabase(engine);
  beforeAll(() => createLogPartitions(context.database).ensureFor([toDay(createTestRun().root().startedAt)]));

  test("lets others write meanwhile, whose spans leave the mark", async () => {
    const { database } = context;
    const cache = createFoldCache();
    const thread = createFoldThread();
    const run = createTestRun();
    const callTimes = (count: number) => Array.from({ length: count }, (_, index) => run.modelCall({ from: index }));
    const read = async () => {
      const [fold] = await listFolds(database, [run.runId]);
      const rows = await database.query<{ calls: number }>({
        text: "select (summary -> 'counts' ->> 'modelCalls')::int as calls from runs where run_id = $1",
        values: [run.runId],
      });
      return { dirty: fold?.dirty, spans: fold?.spans, calls: rows[0]?.calls };
    };
    await writeBatch(database, cache, toRecords([run.root({ to: 60_000 }), ...callTimes(50)]));
    await writeBatch(database, cache, toRecords(callTimes(5)));
    expect(await read()).toEqual({ dirty: true, spans: 56, calls: 50 });

    // They write when all is folded, before the runs are.
    let isFirst = true;
    const shared: Database = {
      ...database,
      async transaction(work, options) {
        if (isFirst) {
          isFirst = false;
          await writeBatch(database, cache, toRecords(callTimes(5)));
        }
        return database.transaction(work, options);
      },
    };
    await settleLargeFold({ database: shared, cache, thread }, run.runId);
    expect(await read()).toEqual({ dirty: true, spans: 61, calls: 55 });
    await settleLargeFold({ database: shared, cache, thread }, run.runId);
    expect(await read()).toEqual({ dirty: false, spans: 61, calls: 60 });
    // Settled already, and nothing is known of it: it is left as it is, and read from the tables.
    expect((await settleLargeFold({ database, cache, thread }, run.runId)).result.runs).toEqual([]);
    const another = createFoldCache();
    await writeBatch(database, another, toRecords(callTimes(5)));
    await settleLargeFold({ database, cache: another, thread }, run.runId);
    expect(await read()).toEqual({ dirty: false, spans: 66, calls: 65 });
    expect(another.get(run.runId)?.spans.spans.size).toBe(66);

    // What is remembered is of a row that is gone.
    await clearStore(database);
    await writeBatch(database, createFoldCache(), toRecords([run.root({ to: 60_000 }), ...callTimes(50)]));
    await writeBatch(database, createFoldCache(), toRecords(callTimes(5)));
    await settleLargeFold({ database, cache: another, thread }, run.runId);
    expect(await read()).toEqual({ dirty: false, spans: 56, calls: 55 });
    thread.close();
  });
});

describe("a thread that folds", () => {
  const toKnown = (facts: object | string): KnownSpan => ({
    version: "1",
    isOpen: false,
    facts: typeof facts === "string" ? facts : JSON.stringify(facts),
  });
  const top = toKnown(createFacts("a", "lost"));
  const below = toKnown(createFacts("b", "a"));
  const absent = `${createFacts("a").traceId}/lost`;

  test("says what was wrong with facts, and folds the next ones", async () => {
    const thread = createFoldThread();
    await expect(thread.fold([top, below, toKnown("{")])).rejects.toThrow("JSON");
    const { folded } = await thread.fold([top, below]);
    expect(folded.trace).toMatchObject({ name: "a" });
    expect(folded.missingParents).toEqual([absent]);

    const folding = thread.fold([top, below]);
    thread.close();
    await expect(folding).rejects.toMatchObject({ code: "ENDED" });
    expect((await thread.fold([top, below])).folded.missingParents).toHaveLength(1);
    thread.close();
  });

  test("folds what there is now, whatever it has kept", async () => {
    const thread = createFoldThread();
    const fold = async (spans: KnownSpan[]) => (await thread.fold(spans)).folded;
    expect(await fold([top, below])).toMatchObject({ trace: { name: "a" }, missingParents: [absent] });
    expect((await fold([top, below, toKnown(createFacts("c", "gone"))])).missingParents).toHaveLength(2);
    // A later version of the first span, at its place.
    const later = toKnown({ ...createFacts("a"), name: "later" });
    expect(await fold([later, below])).toMatchObject({ trace: { name: "later" }, missingParents: [] });
    // Another fold, of fewer spans.
    expect(await fold([toKnown(createFacts("d"))])).toMatchObject({ trace: { name: "d" }, missingParents: [] });
    thread.close();
  });
});
