import { rm } from "node:fs/promises";
import type { DatabaseOptions } from "../collector-adapter/src/database/open-database.ts";
import { copyDataDir, openPart } from "./open-part.ts";
import { createPostgresDatabase } from "./postgres-database.ts";

export type Engine = "pglite" | "postgres";

/** A database with Runline's tables in it and nothing else. */
export interface TestDatabase {
  /** How the product opens it. */
  readonly options: DatabaseOptions;
  /** Deletes it; it must be closed. */
  drop(): Promise<void>;
}

/** A database that only its caller uses: a copy of an initialised PGlite directory, or of an initialised database in Postgres. */
export async function createTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === "pglite" ? createPGlite() : createPostgres();
}

async function createPGlite(): Promise<TestDatabase> {
  const dataDir = await copyDataDir("pglite");
  return { options: { dataDir }, drop: () => rm(dataDir, { recursive: true, force: true }) };
}

async function createPostgres(): Promise<TestDatabase> {
  const [server, template] = await Promise.all([openPart("postgres"), openPart("runline-postgres")]);
  const { url, drop } = await createPostgresDatabase(server, template);
  return { options: { databaseUrl: url, dataDir: "unused" }, drop };
}
