import { formatTraceMark } from "@runline/contract";
import { expect, test } from "vitest";
import { copyLogRows } from "../src/sql/copy-log-rows.ts";
import { insertLogRows } from "../src/sql/insert-log-rows.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { clearStore, readStore } from "./support/read-store.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun } from "./support/test-run.ts";
import { toRecords } from "./support/to-records.ts";

describeEachDatabase("rows of new spans, which are copied", (context) => {
  test("are those that an insert of the same rows makes", async () => {
    const { database } = context;
    await ingest(context.url, [createTestRun().root()]); // makes the day
    const run = createTestRun();
    const attributes = { text: 'a "quoted" \\ line\nü 🎻', empty: "", "number.big": 2 ** 40, flag: false };
    const action = run.action("GET_WEATHER", { attributes });
    const records = toRecords([run.root(), action, run.infrastructure("GET", { parent: action, error: "é" })]);
    const rows = records.flatMap((record) => record.rows);
    const stored: unknown[] = [];
    for (const write of [copyLogRows, insertLogRows]) {
      await clearStore(database);
      await database.transaction(async (session) => void (await write(session, rows)));
      stored.push((await readStore(database)).logs);
    }
    expect(stored[0]).toHaveLength(5);
    expect(stored[0]).toEqual(stored[1]);
  });

  test("may be there under another fold: then the latest version stays, and all that came with it is stored", async () => {
    const { database } = context;
    const run = createTestRun();
    const span = run.infrastructure("GET", { to: 100 });
    await ingest(context.url, [span, run.infrastructure("POST")]);

    // The sender now hands its run down: the span is folded with that, its row is the one that is there.
    const other = createTestRun();
    const traceState = `runline=${formatTraceMark({ runId: other.runId, isInModelCall: false })}`;
    const later = { ...span, traceState, endedAt: run.startedAt + 900 };
    await ingest(context.url, [later, run.infrastructure("PUT")]); // of one trace, and thus in one batch

    const rows = await database.query({
      text: "select fold_key as fold, facts ->> 'endedAt' as ended from logs where run_id = $1 and span_id = $2",
      values: [run.runId, span.spanId],
    });
    expect(rows).toEqual([{ fold: other.runId, ended: String(later.endedAt) }]);
    const all = await database.query({ text: "select 1 from logs where run_id = $1", values: [run.runId] });
    expect(all).toHaveLength(3);
  });
});
