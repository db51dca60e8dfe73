import { Pool, type PoolClient } from "pg";
import { toErrorMessage } from "../process/to-error-message.ts";
import { DatabaseError, type Database, type Session, type Statement } from "./database.ts";

/** Connections for transactions, which are few, and for reading. Apart, so that slow readers do not hold up what comes in. */
const WRITERS = 2;
const READERS = 6;
/** A server that does not answer for this long counts as gone. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The server ends a statement by itself; a server that is frozen, or behind a broken network, cannot: then we do. */
const STATEMENT_TIMEOUT_MS = 60_000;
const ANSWER_TIMEOUT_MS = 65_000;

/**
 * Opens connections to Postgres.
 *
 * @param databaseUrl - such as `postgres://user:password@host:5432/database`
 * @throws DatabaseError `UNREACHABLE` when the first connection fails
 */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const writers = createPool(databaseUrl, WRITERS);
  const readers = createPool(databaseUrl, READERS);
  const close = async () => {
    await Promise.all([writers.end(), readers.end()]);
  };
  try {
    await readers.query("select 1");
  } catch (error) {
    await close();
    throw new DatabaseError(
      "UNREACHABLE",
      `Postgres at ${hidePassword(databaseUrl)} cannot be used: ${toErrorMessage(error)}. ` +
        "Check that it runs and that the address, user, password and database of --database-url (DATABASE_URL) are right.",
      { cause: error },
    );
  }
  return {
    engine: "postgres",
    query: (statement) => query(readers, statement),
    async transaction(work) {
      const client = await writers.connect();
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
    close,
  };
}

function createPool(databaseUrl: string, max: number): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    application_name: "runline",
  });
  // A connection broke. The statement under way reports it, or the next one, and the pool replaces it; without listeners,
  // on the pool for idle connections and on each one for those in use, the process would end.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

async function query<Row>(target: Pool | PoolClient, { timeoutMs, values, ...statement }: Statement): Promise<Row[]> {
  const limit = timeoutMs === undefined ? {} : { query_timeout: timeoutMs };
  return (await target.query({ ...statement, ...limit, values: [...(values ?? [])] })).rows;
}

function hidePassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "the given address";
  const url = new URL(databaseUrl);
  if (url.password) url.password = "***";
  url.search = ""; // may hold the password, too
  return url.toString();
}
