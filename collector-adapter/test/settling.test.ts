import { Writable } from "node:stream";
import pino, { type Logger } from "pino";
import { expect, test, vi } from "vitest";
import type { Database } from "../src/database/database.ts";
import { createFoldCache } from "../src/store/fold-cache.ts";
import { createFoldThread } from "../src/store/fold-thread.ts";
import { createLargeSettler } from "../src/store/large-settler.ts";
import { createReaderSettler } from "../src/store/reader-settler.ts";
import { createTimeBudget } from "../src/store/time-budget.ts";
import { writeBatch } from "../src/store/write-batch.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";
import { toRecords } from "./support/to-records.ts";

const AGENT = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "Travel" };
const CHAT = { "gen_ai.operation.name": "chat" };
/** For what is folded in the background. */
const SETTLED = { timeout: 20_000, interval: 50 };

describeEachDatabase("settling what was not folded when it was written", (context) => {
  test("finds a run at once that the last of many spans tells of", async () => {
    const client = createClient(context.url);
    const trace = createForeignTrace();
    const root = trace.span("invoke_agent", AGENT, { to: 60_000 });
    const calls = Array.from({ length: 6_000 }, (_, index) => trace.span("chat", CHAT, { parent: root, from: index }));
    await ingest(context.url, calls);
    // Folded by now, and folded again by the background only after nineteen times as long.
    await vi.waitFor(async () => {
      expect((await client.getRun(trace.agentId, trace.runId)).summary.counts.modelCalls).toBe(6_000);
    }, SETTLED);
    await ingest(context.url, [root]);

    const { summary } = await client.getRun(trace.agentIdOf("Travel"), trace.runId);
    expect(summary).toMatchObject({ status: "completed", counts: { modelCalls: 6_000 } });
  });

  test("of which one fails leaves readers with the run as it was and all others as they are, and names it in the log", async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(line: Buffer, _encoding, done) {
        lines.push(line.toString());
        done();
      },
    });
    const server = await startServer({ database: context.database, logger: pino({ level: "warn" }, stream) });
    const client = createClient(server.url);
    const broken = createTestRun();
    const sound = createTestRun();
    const grow = (run: typeof broken, count: number) =>
      ingest(
        server.url,
        Array.from({ length: count }, (_, index) => run.modelCall({ from: index })),
      );
    for (const run of [broken, sound]) {
      await ingest(server.url, [run.root({ to: 60_000 })]);
      await grow(run, 200);
    }
    await context.database.query({
      text: `alter table runs add constraint refuses check (run_id <> '${broken.runId}') not valid`,
    });
    await grow(broken, 10);
    await grow(sound, 10);

    const countCalls = async (run: typeof broken) =>
      (await client.getRun(run.agentId, run.runId)).summary.counts.modelCalls;
    await vi.waitFor(
      async () => expect([await countCalls(broken), await countCalls(sound)]).toEqual([200, 210]),
      SETTLED,
    );
    await vi.waitFor(
      () => expect(lines.some((line) => line.includes(`"foldKey":"${broken.runId}"`))).toBe(true),
      SETTLED,
    );

    await context.database.query({ text: "alter table runs drop constraint refuses" });
    await grow(broken, 10);
    await vi.waitFor(async () => expect(await countCalls(broken)).toBe(220), SETTLED);
    await server.close();
  });

  test("of which one fails at the same moment as others are done leaves none of these alone", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
    const { database } = context;
    const { tools, readers, close } = createReaders(database, logger);
    const runs = Array.from({ length: 6 }, () => createTestRun());
    const broken = runs[2]?.runId ?? "";
    const grow = async (count: number) => {
      const calls = runs.flatMap((run) => Array.from({ length: count }, (_, index) => run.modelCall({ from: index })));
      await writeBatch(database, tools.cache, toRecords(calls));
    };
    const listMarked = async () => {
      const text = "select fold_key as key from folds where dirty and fold_key = any($1::uuid[])";
      const rows = await database.query<{ key: string }>({ text, values: [runs.map(({ runId }) => runId)] });
      return rows.map(({ key }) => key);
    };
    await ingest(context.url, [createTestRun().root()]); // makes the day
    await grow(30);
    await database.query({ text: `alter table runs add constraint fails check (run_id <> '${broken}') not valid` });

    for (let round = 0; round < 2; round++) {
      await grow(5);
      expect(await listMarked()).toHaveLength(6);
      await readers.settle();
      expect(await listMarked()).toEqual([broken]);
    }
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ foldKeys: [broken] }]);
    await database.query({ text: "alter table runs drop constraint fails" });
    await close();
  });

  test("is done once for all who read at the same moment", async () => {
    let looks = 0;
    const database: Database = {
      ...context.database,
      query: (statement) => {
        looks += statement.name === "list_dirty_folds" ? 1 : 0;
        return context.database.query(statement);
      },
    };
    const { readers, close } = createReaders(database, pino({ level: "silent" }));
    await Promise.all(Array.from({ length: 20 }, () => readers.settle()));
    expect(looks).toBe(1);

    const first = readers.settle();
    await new Promise((resolve) => setImmediate(resolve)); // that pass is under way: another one for all who come now
    await Promise.all([first, ...Array.from({ length: 20 }, () => readers.settle())]);
    expect(looks).toBe(3);
    await close();
  });
});

/** What settles for readers, and nothing that settles in the background. */
function createReaders(database: Database, logger: Logger) {
  const tools = { database, cache: createFoldCache(), logger, onCommit: () => {} };
  const large = createLargeSettler({ ...tools, thread: createFoldThread() }, createTimeBudget(), () => {});
  const readers = createReaderSettler(tools, large);
  return {
    tools,
    readers,
    close: async () => {
      await readers.close();
      await large.close();
    },
  };
}
