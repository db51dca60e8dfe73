import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { Client } from "pg";
import type { DatabaseOptions } from "../../src/database/open-database.ts";
import { copyDataDir, openPart } from "../../../test-support/open-part.ts";

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
  const server = await openPart("postgres");
  const name = `runline_test_${randomUUID().replaceAll("-", "")}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    options: { databaseUrl: url.toString(), dataDir: "unused" },
    drop: () => administer(server, `drop database ${name} with (force)`),
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query(statement);
  await client.end();
}
