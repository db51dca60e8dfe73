import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as z from "zod";
import type { Database } from "../../src/database/database.ts";
import { openPGlite } from "../../src/database/pglite.ts";
import { openPostgres } from "../../src/database/postgres.ts";
import { createTestDatabase, type Engine, type TestDatabase } from "./test-database.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);
const FIXTURE = new URL("../fixtures/version-1.json.gz", import.meta.url);

const Row = z.record(z.string(), z.unknown());
const Version1 = z.object({
  ids: z.object({
    run: z.string(),
    late: z.string(),
    open: z.string(),
    joined: z.string(),
    trace: z.string(),
    quiet: z.string(),
  }),
  logs: z.array(z.looseObject({ created_at: z.string() })),
  open_spans: z.array(Row),
  runs: z.array(Row),
  agents: z.array(Row),
  summaries: z.array(
    z.object({
      agentId: z.string(),
      summary: z.object({
        runId: z.string(),
        status: z.string(),
        startedAt: z.number(),
        endedAt: z.optional(z.number()),
        counts: z.record(z.string(), z.number()),
      }),
      spans: z.array(
        z.object({
          spanId: z.string(),
          kind: z.string(),
          input: z.optional(z.unknown()),
          output: z.optional(z.unknown()),
        }),
      ),
    }),
  ),
});

/** What version 1 stored, and what its API answered about that: an elizaOS run and others, some by agents that know nothing of Runline. */
export function readVersion1(): z.infer<typeof Version1> {
  return Version1.parse(JSON.parse(gunzipSync(readFileSync(FIXTURE)).toString("utf8")));
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
