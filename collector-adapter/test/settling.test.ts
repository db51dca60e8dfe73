import { Writable } from "node:stream";
import pino from "pino";
import { expect, test, vi } from "vitest";
import type { Database } from "../src/database/database.ts";
import { createFoldCache } from "../src/store/fold-cache.ts";
import { createReaderSettler } from "../src/store/reader-settler.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { createForeignTrace } from "./support/foreign-trace.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { createTestRun } from "./support/test-run.ts";

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

  test("is done once for all who read at the same moment", async () => {
    let looks = 0;
    const database: Database = {
      ...context.database,
      query: (statement) => {
        looks += statement.name === "list_dirty_folds" ? 1 : 0;
        return context.database.query(statement);
      },
    };
    const readers = createReaderSettler({
      database,
      cache: createFoldCache(),
      logger: pino({ level: "silent" }),
      onCommit: () => {},
    });
    await Promise.all(Array.from({ length: 20 }, () => readers.settle()));
    expect(looks).toBe(1);

    const first = readers.settle();
    await new Promise((resolve) => setImmediate(resolve)); // that pass is under way: another one for all who come now
    await Promise.all([first, ...Array.from({ length: 20 }, () => readers.settle())]);
    expect(looks).toBe(3);
    await readers.close();
  });
});
