import { rm } from "node:fs/promises";
import type { DatabaseOptions } from "../../src/database/open-database.ts";
import { copyDataDir, openPart } from "../../../test-support/open-part.ts";
import { createPostgresDatabase } from "../../../test-support/postgres-database.ts";

export type Engine = "pglite" | "postgres";

/** A database of one test file. */
export interface TestDatabase {
  /** How the product opens it. */
  readonly options: DatabaseOptions;
  /** Deletes it; it must be closed. */
  drop(): Promise<void>;
}

/** A database that only its caller uses: a copy of an initialised PGlite directory, or an empty database in Postgres. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === "pglite" ? createPGlite() : createPostgres();
}

async function createPGlite(): Promise<TestDatabase> {
  const dataDir = await copyDataDir("pglite");
  return { options: { dataDir }, drop: () => rm(dataDir, { recursive: true, force: true }) };
}

async function createPostgres(): Promise<TestDatabase> {
  const { url, drop } = await createPostgresDatabase(await openPart("postgres"));
  return { options: { databaseUrl: url, dataDir: "unused" }, drop };
}
