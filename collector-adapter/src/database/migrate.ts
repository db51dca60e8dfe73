import { readdir, readFile } from "node:fs/promises";
import { DatabaseError, TAKES_NO_WRITES, type Database, type Session } from "./database.ts";
import { getSqlState, READ_ONLY_TRANSACTION } from "./sql-state.ts";

// The same place from src and from dist: the build copies nothing, the package ships the folder.
const MIGRATIONS_DIR = new URL("../../migrations/", import.meta.url);

/** An index over ten million rows takes minutes. */
const MIGRATION_TIMEOUT_MS = 3_600_000;

/** Any constant will do, so long as nobody else in the database uses it. */
const MIGRATION_LOCK = 7_426_912;

/**
 * Applies the migrations that the database has not seen, in order, all or none. Several adapters may do it at once: the
 * first takes the lock, the others wait and find nothing left to do.
 *
 * @param onMigrate - called with the migrations that a database lacks which has some already, before they are applied: that may take long
 * @throws DatabaseError `READ_ONLY` on a standby, `SCHEMA_TOO_NEW` when the database was migrated by a newer Runline, `SCHEMA_UNUSABLE` when it has
 * tables of the same names that are not Runline's, such as elizaOS's `logs`, or the user may not make any
 */
export async function migrate(
  database: Database,
  onMigrate: (names: readonly string[]) => void = () => {},
): Promise<void> {
  const migrations = await readMigrations();
  try {
    await applyMissing(database, migrations, onMigrate);
  } catch (error) {
    if (getSqlState(error) === READ_ONLY_TRANSACTION) {
      throw new DatabaseError("READ_ONLY", TAKES_NO_WRITES, { cause: error });
    }
    // Class 42: no privilege, or a name that is taken; 3F: no schema to create in.
    if (!(error instanceof Error) || !/^(42|3F)/.test(getSqlState(error) ?? "")) throw error;
    throw new DatabaseError(
      "SCHEMA_UNUSABLE",
      `Runline cannot make its tables in this database: ${error.message}. Give it a database of its own, or a schema of its ` +
        "own: create schema runline; then add ?options=-csearch_path%3Drunline to the database URL.",
      { cause: error },
    );
  }
}

async function applyMissing(
  database: Database,
  migrations: readonly Migration[],
  onMigrate: (names: readonly string[]) => void,
): Promise<void> {
  const newest = migrations.at(-1)?.number ?? 0;
  const work = async (session: Session) => {
    await session.query({ text: "select pg_advisory_xact_lock($1)", values: [MIGRATION_LOCK] });
    await session.query({
      text: "create table if not exists runline_migrations (number int primary key, name text not null, applied_at timestamptz not null default now())",
    });
    const applied = await session.query<{ number: number }>({ text: "select number from runline_migrations" });
    const done = new Set(applied.map((row) => row.number));
    const unknown = Math.max(0, ...done);
    if (unknown > newest) {
      throw new DatabaseError(
        "SCHEMA_TOO_NEW",
        `The database has migration ${unknown}, this Runline knows ${newest} at most. Start a newer Runline, or use another database.`,
      );
    }
    const missing = migrations.filter(({ number }) => !done.has(number));
    if (done.size > 0 && missing.length > 0) onMigrate(missing.map(({ name }) => name));
    for (const migration of missing) {
      for (const text of splitStatements(migration.sql)) await session.query({ text });
      await session.query({
        text: "insert into runline_migrations (number, name) values ($1, $2)",
        values: [migration.number, migration.name],
      });
    }
  };
  await database.transaction(work, { timeoutMs: MIGRATION_TIMEOUT_MS });
}

interface Migration {
  number: number;
  name: string;
  sql: string;
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(MIGRATIONS_DIR)).filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      number: Number.parseInt(name, 10),
      name,
      sql: await readFile(new URL(name, MIGRATIONS_DIR), "utf8"),
    })),
  );
}

/** Migrations keep to statements without `;` inside, so a split at the end of a line is enough. */
function splitStatements(sql: string): string[] {
  return sql
    .replaceAll(/--.*$/gm, "")
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
