import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as v from "valibot";
import type { Database } from "../../src/database/database.ts";
import { openPGlite } from "../../src/database/pglite.ts";
import { openPostgres } from "../../src/database/postgres.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "../../../test-support/test-database.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);
const FIXTURE = new URL("../fixtures/version-1.json.gz", import.meta.url);

const Row = v.record(v.string(), v.unknown());
const Version1 = v.object({
  ids: v.object({
    run: v.string(),
    late: v.string(),
    open: v.string(),
    joined: v.string(),
    trace: v.string(),
    quiet: v.string(),
  }),
  logs: v.array(v.looseObject({ created_at: v.string() })),
  open_spans: v.array(Row),
  runs: v.array(Row),
  agents: v.array(Row),
  summaries: v.array(
    v.object({
      agentId: v.string(),
      summary: v.object({
        runId: v.string(),
        status: v.string(),
        startedAt: v.number(),
        endedAt: v.optional(v.number()),
        counts: v.record(v.string(), v.number()),
      }),
      spans: v.array(
        v.object({
          spanId: v.string(),
          kind: v.string(),
          input: v.optional(v.unknown()),
          output: v.optional(v.unknown()),
        }),
      ),
    }),
  ),
});

/** What version 1 stored, and what its API answered about that: an elizaOS run and others, some by agents that know nothing of Runline. */
export function readVersion1(): v.InferOutput<typeof Version1> {
  return v.parse(Version1, JSON.parse(gunzipSync(readFileSync(FIXTURE)).toString("utf8")));
}

/** A database as version 1 left it. */
export async function createVersion1Database(engine: Engine): Promise<TestDatabase> {
  const test = await createTestDatabase(engine);
  const { databaseUrl, dataDir } = test.options;
  const database =
    databaseUrl === undefined ? await openPGlite(dataDir, () => {}) : await openPostgres({ databaseUrl });
  await fill(database);
  await database.close();
  return test;
}

async function fill(database: Database): Promise<void> {
  const { logs, open_spans, runs, agents } = readVersion1();
  await createVersion1Tables(database);
  for (const day of new Set(logs.map((row) => row.created_at.slice(0, 10)))) {
    const name = `logs_${day.replaceAll("-", "_")}`;
    const bounds = `from ('${day}T00:00:00Z') to ('${day}T24:00:00Z')`;
    await database.query({ text: `create table ${name} partition of logs for values ${bounds}` });
  }
  for (const [table, rows] of Object.entries({ logs, open_spans, runs, agents })) {
    await database.query({
      text: `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
      values: [JSON.stringify(rows)],
    });
  }
}

/** Tables as version 1 has made them, in the place of all that are there. */
export async function createVersion1Tables(database: Database): Promise<void> {
  await database.query({ text: "drop schema public cascade" });
  await database.query({ text: "create schema public" });
  const schema = readFileSync(new URL("000001_create_logs_and_runs.sql", MIGRATIONS), "utf8");
  const statements = schema.replaceAll(/--.*$/gm, "").split(/;\s*$/m);
  for (const text of statements.filter((statement) => statement.trim() !== "")) await database.query({ text });
  await database.query({
    text: "create table runline_migrations (number int primary key, name text not null, applied_at timestamptz not null default now())",
  });
  await database.query({
    text: "insert into runline_migrations (number, name) values (1, '000001_create_logs_and_runs.sql')",
  });
}
