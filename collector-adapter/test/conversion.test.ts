import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { convertOldRows } from "../src/store/convert-old-rows.ts";
import { rebuildFolds } from "../src/store/rebuild-folds.ts";
import { createClient } from "./support/call-api.ts";
import { readStore } from "./support/read-store.ts";
import { settleAll } from "./support/settle-all.ts";
import { startServer } from "./support/start-server.ts";
import type { TestDatabase } from "../../test-support/test-database.ts";
import { createVersion1Database, readVersion1 } from "./support/version-1-database.ts";
import { readWholeSpans } from "../../test-support/read-whole-spans.ts";

const ignore = (): void => {};
/** What version 1 called two kinds of steps. */
const OLDER_KINDS = new Map([
  ["state", "composed_state"],
  ["provider", "context_provider"],
]);

/** What was said in some content, whatever its shape: every text in it with a space. */
function toSentences(content: unknown): string[] {
  if (typeof content === "object" && content !== null) return Object.values(content).flatMap(toSentences);
  if (typeof content !== "string") return [];
  if (/^[[{]/.test(content)) return toSentences(JSON.parse(content));
  return content.includes(" ") ? [content] : [];
}

describe.each(["pglite", "postgres"] as const)("what version 1 has stored, on %s", (engine) => {
  const { ids, summaries, logs, open_spans } = readVersion1();
  const rows = logs.length + open_spans.length;
  let stored: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    stored = await createVersion1Database(engine);
    database = await openDatabase(stored.options);
  });
  afterEach(async () => {
    await database.close();
    await stored.drop();
  });

  async function readRuns() {
    const server = await startServer({ database });
    const client = createClient(server.url);
    const { agents } = await client.listAgents();
    const runs = await Promise.all(
      agents.map(async ({ agentId }) => {
        const list = await client.listRuns(agentId, { limit: 100 });
        return Promise.all(
          list.runs.map(async (summary) => ({
            summary,
            spans: await readWholeSpans(client, agentId, summary.runId),
          })),
        );
      }),
    );
    const { traces } = await client.listTraces();
    await server.close();
    return { runs: new Map(runs.flat().map((run) => [run.summary.runId, run])), traces };
  }

  test("is there again, with the same runs, counts, steps and content", async () => {
    expect(await convertOldRows(database, ignore)).toEqual({ rows, all: rows, unreadable: 0 });

    const { runs, traces } = await readRuns();
    expect([...runs.keys()].toSorted()).toEqual(summaries.map(({ summary }) => summary.runId).toSorted());
    for (const { summary, spans } of summaries) {
      const run = runs.get(summary.runId);
      expect(run?.summary).toMatchObject(summary);
      const bySpanId = new Map(run?.spans.map((span) => [span.spanId, span]));
      for (const { spanId, kind, input, output } of spans) {
        const span = bySpanId.get(spanId);
        expect(span?.kind).toBe(OLDER_KINDS.get(kind) ?? kind);
        expect(toSentences(span?.input)).toEqual(expect.arrayContaining(toSentences(input)));
        expect(toSentences(span?.output)).toEqual(expect.arrayContaining(toSentences(output)));
      }
    }
    const open = runs.get(ids.open);
    expect(open?.summary).toMatchObject({ status: "started", lost: true });
    expect(open?.spans.map(({ label, state }) => [label, state]).toSorted()).toEqual([
      ["SLOW", "lost"],
      ["Weather Guide", "lost"],
      ["gpt-4o-mini", "ok"],
    ]);
    expect(traces.map(({ name }) => name)).toEqual(["GET /trips"]);
  });

  test("is converted once, and a rebuild changes nothing of it", async () => {
    await convertOldRows(database, ignore);
    await settleAll(database);
    const converted = await readStore(database);

    expect(await convertOldRows(database, ignore)).toBeUndefined();
    expect(await rebuildFolds(database, ignore)).toMatchObject({ runs: summaries.length, changed: 0 });
    expect(await readStore(database)).toEqual(converted);
  });

  test("is converted to the end by the next start when a process ends in the middle", async () => {
    await convertOldRows(database, ignore);
    const whole = await readStore(database);
    await database.close();
    await stored.drop();
    stored = await createVersion1Database(engine);
    database = await openDatabase(stored.options);

    const stop = () => {
      throw new Error("killed");
    };
    await expect(convertOldRows(database, stop)).rejects.toThrow("killed");
    expect(await convertOldRows(database, ignore)).toMatchObject({ rows: open_spans.length });
    expect(await readStore(database)).toEqual(whole);
  });

  test("is kept where it cannot be read, and counted", async () => {
    await database.query({
      text: `
        insert into logs_000001 (id, created_at, body, type, run_id)
        select gen_random_uuid(), (select max(created_at) from logs_000001), '{"span": "of whatever wrote this"}', 'span',
          gen_random_uuid()
        from generate_series(1, 1500)`,
    });
    await database.query({
      text: `
        insert into open_spans_000001 (run_id, span_id, last_seen_at, body)
        values (gen_random_uuid(), 'ffffffffffffffff', now(), '[]')`,
    });
    expect(await convertOldRows(database, ignore)).toEqual({ rows: rows + 1501, all: rows + 1501, unreadable: 1501 });

    const { runs } = await readRuns();
    for (const { summary } of summaries) expect(runs.get(summary.runId)?.summary).toMatchObject(summary);
    const kept = await database.query({
      text: `
        select (select count(*) from logs_000001_unread)::int as logs,
          (select count(*) from open_spans_000001_unread)::int as open`,
    });
    expect(kept).toEqual([{ logs: 1500, open: 1 }]);
    expect(await convertOldRows(database, ignore)).toBeUndefined();
  });

  test("is the same when several processes start at the same time", async () => {
    await Promise.all(Array.from({ length: 3 }, () => convertOldRows(database, ignore)));

    const { runs } = await readRuns();
    for (const { summary } of summaries) expect(runs.get(summary.runId)?.summary).toMatchObject(summary);
    const tables = await database.query({ text: "select relname from pg_class where relname like '%000001%'" });
    expect(tables).toEqual([]);
  });
});
