import { randomUUID } from "node:crypto";
import { Client } from "pg";

/** A database of one's own on a Postgres server. */
export interface PostgresDatabase {
  readonly url: string;
  /** Deletes it, whoever is connected. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes an empty database on the server, or a copy of another one of it, to which nobody may be connected meanwhile.
 *
 * @param server address of any database of the server
 * @param template address of the database to copy
 */
export async function createPostgresDatabase(server: string, template?: string): Promise<PostgresDatabase> {
  const name = `runline_test_${randomUUID().replaceAll("-", "")}`;
  await runOnPostgres(server, `create database ${name}${template ? ` template ${toName(template)}` : ""}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () => runOnPostgres(server, `drop database ${name} with (force)`),
  };
}

/** Runs statements on a connection of their own. */
async function runOnPostgres(url: string, statements: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}

function toName(url: string): string {
  return new URL(url).pathname.slice(1);
}
