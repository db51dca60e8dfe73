import { expect, test, vi } from "vitest";
import type { Database } from "../src/database/database.ts";
import { listFolds } from "../src/sql/list-folds.ts";
import { createFoldCache } from "../src/store/fold-cache.ts";
import { settleFolds } from "../src/store/settle-folds.ts";
import { writeBatch } from "../src/store/write-batch.ts";
import { createClient } from "./support/call-api.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toRecords } from "./support/to-records.ts";

const SETTLED = { timeout: 20_000, interval: 10 };

describeEachDatabase("what is remembered of folds", (context) => {
  test("has no spans of a transaction that failed, though the fold was settled just before", async () => {
    const { database } = context;
    await ingest(context.url, [createTestRun().root()]); // makes the day
    const cache = createFoldCache();
    const run = createTestRun();
    const callTimes = (count: number) => Array.from({ length: count }, (_, index) => run.modelCall({ from: index }));
    const readFold = async () => (await listFolds(database, [run.runId]))[0];
    await writeBatch(database, cache, toRecords([run.root({ to: 60_000 }), ...callTimes(39)]));
    await writeBatch(database, cache, toRecords(callTimes(5)));
    expect(await readFold()).toMatchObject({ dirty: true });

    // Who settles hears of the commit when others have gone on.
    let hear = (): void => {};
    const heard = new Promise<void>((resolve) => (hear = resolve));
    const late: Database = {
      ...database,
      async transaction(work, options) {
        const result = await database.transaction(work, options);
        await heard;
        return result;
      },
    };
    const settling = settleFolds(late, cache, [{ foldKey: run.runId, version: 2, spans: 45, hostsRuns: false }]);
    await vi.waitFor(async () => expect(await readFold()).toMatchObject({ dirty: false }), SETTLED);
    const fail = () => Promise.reject(new Error("the commit fails"));
    await expect(writeBatch(database, cache, toRecords(callTimes(20)), fail)).rejects.toThrow("the commit fails");
    hear();
    await settling;

    await writeBatch(database, cache, toRecords(callTimes(40))); // so many that they are folded at once
    const { summary } = await createClient(context.url).getRun(run.agentId, run.runId);
    expect(summary.counts.modelCalls).toBe(84);
  });
});
