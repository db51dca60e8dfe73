import { Pool, type PoolClient } from "pg";
import { DatabaseError, type Database, type Session, type Statement } from "./database.ts";

/** Connections: one for writing, the rest for readers. More gained nothing on 2 cores. */
const POOL_SIZE = 8;
/** A server that does not answer for this long counts as gone. */
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Opens a pool of connections to Postgres.
 *
 * @param databaseUrl - such as `postgres://user:password@host:5432/database`
 * @throws DatabaseError `UNREACHABLE` when the first connection fails
 */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: "runline",
  });
  // A connection broke. The statement under way reports it, or the next one, and the pool replaces it; without listeners,
  // on the pool for idle connections and on each one for those in use, the process would end.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw new DatabaseError(
      "UNREACHABLE",
      `Postgres at ${hidePassword(databaseUrl)} cannot be used: ${describe(error)}. ` +
        "Check that it runs and that the address, user, password and database of --database-url (DATABASE_URL) are right.",
      { cause: error },
    );
  }
  return {
    engine: "postgres",
    query: (statement) => query(pool, statement),
    async transaction(work) {
      const client = await pool.connect();
      const session: Session = { query: (statement) => query(client, statement) };
      let broken = false;
      try {
        await client.query("begin");
        const result = await work(session);
        await client.query("commit");
        return result;
      } catch (error) {
        await client.query("rollback").catch(() => {
          broken = true; // the connection is gone, and with it the transaction
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

async function query<Row>(target: Pool | PoolClient, statement: Statement): Promise<Row[]> {
  return (await target.query({ ...statement, values: [...(statement.values ?? [])] })).rows;
}

function hidePassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "the given address";
  const url = new URL(databaseUrl);
  if (url.password) url.password = "***";
  url.search = ""; // may hold the password, too
  return url.toString();
}

function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  return error instanceof Error ? error.message : String(error);
}
