import { readdirSync, readFileSync } from "node:fs";
import { ATTR_GEN_AI_USAGE_COST } from "@runline/contract";
import { Client } from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { migrate } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { createTestRun } from "./support/test-run.ts";
import { ingest } from "./support/send-spans.ts";
import type { TestSpan } from "./support/test-span.ts";
import { startServer } from "./support/start-server.ts";
import { readStore } from "./support/read-store.ts";
import { openPart } from "../../test-support/open-part.ts";
import { createPostgresDatabase } from "../../test-support/postgres-database.ts";
import { createVersion1Tables } from "./support/version-1-database.ts";
import { useDatabase } from "./support/use-database.ts";

const FILES = readdirSync(new URL("../migrations", import.meta.url)).toSorted();

describe.each(["pglite", "postgres"] as const)("migrations on %s", (engine) => {
  const context = useDatabase(engine);

  beforeEach(async () => {
    await context.database.query({ text: "drop schema public cascade" });
    await context.database.query({ text: "create schema public" });
  });

  test("make an empty database ready for spans", async () => {
    await migrate(context.database);

    expect(FILES.length).toBeGreaterThan(0);
    expect(await readApplied(context.database)).toEqual(
      FILES.map((name) => ({ number: Number.parseInt(name, 10), name })),
    );
    await storeOneRun(context.database);
    expect((await readStore(context.database)).runs).toHaveLength(1);
  });

  test("leave a migrated database and its rows as they are", async () => {
    await migrate(context.database);
    await storeOneRun(context.database);
    const before = await readStore(context.database);

    await migrate(context.database);

    expect(await readApplied(context.database)).toHaveLength(FILES.length);
    expect(await readStore(context.database)).toEqual(before);
  });

  test("give the runs that are there what lists are filtered and sorted by, and what is summed up, as a fold would", async () => {
    await migrate(context.database);
    const run = createTestRun();
    const root = run.root({ error: "No table is free", attributes: { [ATTR_GEN_AI_USAGE_COST]: 0.5 } });
    await storeSpans(context.database, [root, run.modelCall({ attributes: { [ATTR_GEN_AI_USAGE_COST]: 0.25 } })]);
    const columns = `
      entity_id, message_id, duration_ms, tokens, cost_usd, errors, models, fingerprint, words,
      input_tokens, output_tokens, cached_input_tokens, cache_write_input_tokens, reasoning_tokens, unpriced`;
    const read = () => context.database.query({ text: `select ${columns} from runs` });
    const folded = await read();
    expect(folded).toMatchObject([
      { duration_ms: 1000, tokens: 908, errors: 1, models: ["gpt-4o-mini"], unpriced: false },
    ]);

    await context.database.query({
      text: `
        update runs set entity_id = null, message_id = null, duration_ms = 0, tokens = 0, cost_usd = 0, errors = 0, models = '{}',
          fingerprint = null, words = '', input_tokens = null, output_tokens = null, cached_input_tokens = null,
          cache_write_input_tokens = null, reasoning_tokens = null, unpriced = true`,
    });
    const file = readFileSync(new URL("../migrations/000005_filter_runs.sql", import.meta.url), "utf8");
    const [fill = ""] = /^update runs set[^;]*/m.exec(file) ?? [];
    await context.database.query({ text: fill });
    expect(await read()).toEqual(folded);
  });

  test("tell of each change of tables that an earlier version has made, and of none in an empty database", async () => {
    const { database } = context;
    const [, ...later] = FILES;
    const told: string[] = [];
    await createVersion1Tables(database);
    await migrate(database, (names) => void told.push(...names));
    expect(told).toEqual(later);

    await migrate(database, (names) => void told.push(...names));
    expect(told).toEqual(later);
    await database.query({ text: "drop schema public cascade" });
    await database.query({ text: "create schema public" });
    await migrate(database, (names) => void told.push(...names));
    expect(told).toEqual(later);
  });

  test("are applied once when several processes start at the same time", async () => {
    await Promise.all(Array.from({ length: 6 }, () => migrate(context.database)));

    expect(await readApplied(context.database)).toHaveLength(FILES.length);
  });

  test("refuse a database that a newer Runline has migrated, and change nothing in it", async () => {
    await migrate(context.database);
    await context.database.query({ text: "insert into runline_migrations (number, name) values (999, 'newer')" });

    await expect(migrate(context.database)).rejects.toMatchObject({
      name: "DatabaseError",
      code: "SCHEMA_TOO_NEW",
      message: expect.stringContaining("999"),
    });
    expect(await readApplied(context.database)).toHaveLength(FILES.length + 1);
  });

  test("are rolled back as a whole when one statement fails", async () => {
    await context.database.query({ text: "create table agents (squatter int)" });

    await expect(migrate(context.database)).rejects.toMatchObject({
      name: "DatabaseError",
      code: "SCHEMA_UNUSABLE",
      message: expect.stringMatching(/"agents" already exists.*search_path/),
    });

    const tables = await context.database.query<{ name: string }>({
      text: "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    });
    expect(tables).toEqual([{ name: "agents" }]);
  });
});

describe("a Postgres with tables of elizaOS's in it", () => {
  test("takes Runline's tables in a schema of their own, as the message says", async () => {
    const empty = await createPostgresDatabase(await openPart("postgres"));
    const dataDir = "unused";
    const client = new Client(empty.url);
    await client.connect();
    await client.query("create table logs (id uuid)");
    await client.query("create schema apart");
    await client.end();

    await expect(openDatabase({ databaseUrl: empty.url, dataDir })).rejects.toMatchObject({ code: "SCHEMA_UNUSABLE" });
    const database = await openDatabase({ databaseUrl: `${empty.url}?options=-csearch_path%3Dapart`, dataDir });
    await storeOneRun(database);
    expect((await readStore(database)).runs).toHaveLength(1);
    await database.close();
    await empty.drop();
  });
});

/** Through a server of its own: one that ran before the tables were dropped knows partitions that are gone. */
async function storeSpans(database: Database, spans: readonly TestSpan[]): Promise<void> {
  const server = await startServer({ database });
  await ingest(server.url, spans);
  await server.close();
}

const storeOneRun = (database: Database) => storeSpans(database, [createTestRun().root()]);

function readApplied(database: Database): Promise<{ number: number; name: string }[]> {
  return database.query({ text: "select number, name from runline_migrations order by number" });
}
