import { expect, test } from "vitest";
import { FOLD_COLUMNS, type FoldRow } from "../src/sql/fold-columns.ts";
import { pageLogs, toLogPages } from "../src/sql/page-logs.ts";
import { describeEachDatabase } from "./support/describe-each-database.ts";
import { ingest } from "./support/send-spans.ts";
import { createTestRun, type TestRun } from "./support/test-run.ts";
import type { TestSpan } from "./support/test-span.ts";

const PAGES = toLogPages("test_pages", 'span_id as "spanId"');
const SIZES = { first: 2, next: 3 };

interface Row {
  id: string;
  startedAt: number;
  spanId: string;
}

/** Spans of which several start at once, so that pages begin and end between such. */
const toSpans = (run: TestRun, parent = run.root()): TestSpan[] =>
  [10, 10, 10, 20, 20.125, 20.125, 20.125, 30, 30].map((from) => run.infrastructure("GET", { from, parent }));

describeEachDatabase("pages of logs", (context) => {
  async function readPages({ runId }: TestRun): Promise<Row[][]> {
    const text = `select ${FOLD_COLUMNS} from folds where fold_key = $1`;
    const folds = await context.database.query<FoldRow>({ text, values: [runId] });
    const pages: Row[][] = [];
    for await (const page of pageLogs<Row>(context.database, folds, PAGES, SIZES)) {
      pages.push(page);
      if (pages.length > 10) throw new Error("The pages do not end.");
    }
    return pages;
  }

  test("have each row once, by its start, though many start at once", async () => {
    const run = createTestRun();
    const spans = toSpans(run);
    await ingest(context.url, spans);

    const pages = await readPages(run);
    expect(pages.map((page) => page.length)).toEqual([2, 3, 3, 1]);
    expect(pages.flat().map(({ spanId }) => spanId)).toHaveLength(spans.length);
    expect(new Set(pages.flat().map(({ spanId }) => spanId))).toEqual(new Set(spans.map(({ spanId }) => spanId)));
    const starts = pages.flat().map(({ startedAt }) => startedAt);
    expect(starts).toEqual(spans.map(({ startedAt }) => startedAt));
  });

  test("end with the last row, also when it fills its page", async () => {
    const run = createTestRun();
    await ingest(context.url, toSpans(run).slice(0, 5));
    expect((await readPages(run)).map((page) => page.length)).toEqual([2, 3]);
  });

  test("go over the rows of a run and of its plans in one order", async () => {
    const run = createTestRun();
    const plan = run.plan({ from: 15, to: 40 });
    const actions = [15, 20, 30].map((from) => run.action("GET_WEATHER", { from, parent: plan }));
    await ingest(context.url, [run.root(), plan, ...actions, ...toSpans(run, plan)]);

    const rows = (await readPages(run)).flat();
    const stored = await context.database.query<{ id: string }>({
      text: "select id from logs where fold_key = $1 order by started_at, id",
      values: [run.runId],
    });
    expect(stored.length).toBeGreaterThan(2 + 3 * 4);
    expect(rows.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
  });
});
