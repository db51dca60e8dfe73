import { readdirSync } from "node:fs";
import { Client } from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../src/database/database.ts";
import { migrate } from "../src/database/migrate.ts";
import { openDatabase } from "../src/database/open-database.ts";
import { createTestRun } from "./support/test-run.ts";
import { ingest } from "./support/send-spans.ts";
import { startServer } from "./support/start-server.ts";
import { readStore } from "./support/read-store.ts";
import { createTestDatabase } from "./support/test-database.ts";
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
    const empty = await createTestDatabase("postgres");
    const { databaseUrl = "", dataDir } = empty.options;
    const client = new Client(databaseUrl);
    await client.connect();
    await client.query("create table logs (id uuid)");
    await client.query("create schema apart");
    await client.end();

    await expect(openDatabase(empty.options)).rejects.toMatchObject({ code: "SCHEMA_UNUSABLE" });
    const database = await openDatabase({ databaseUrl: `${databaseUrl}?options=-csearch_path%3Dapart`, dataDir });
    await storeOneRun(database);
    expect((await readStore(database)).runs).toHaveLength(1);
    await database.close();
    await empty.drop();
  });
});

/** Through a server of its own: one that ran before the tables were dropped knows partitions that are gone. */
async function storeOneRun(database: Database): Promise<void> {
  const server = await startServer({ database });
  await ingest(server.url, [createTestRun().root()]);
  await server.close();
}

function readApplied(database: Database): Promise<{ number: number; name: string }[]> {
  return database.query({ text: "select number, name from runline_migrations order by number" });
}
