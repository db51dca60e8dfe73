import { randomBytes } from "node:crypto";
import { parsePostgresUrl } from "../process/parse-postgres-url.ts";
import { SILENT_CHANNEL } from "./channel.ts";
import { createConnectionPool } from "./connection-pool.ts";
import {
  DatabaseError,
  TAKES_NO_WRITES,
  type Database,
  type Session,
  type Transaction,
  type TransactionOptions,
} from "./database.ts";
import { inspectServer } from "./inspect-server.ts";
import { openPostgresChannel, type PostgresChannel } from "./postgres-channel.ts";
import { isTimeout } from "./postgres-connection.ts";
import { createStorageCheck } from "./storage-check.ts";

/** The server ends a statement by itself after this. */
const READ_TIMEOUT_MS = 30_000;
const TRANSACTION_TIMEOUT_MS = 60_000;
/** A server that is frozen, or behind a network that swallows packets, cannot: then we do, this much later. */
const GRACE_MS = 3_000;
/** For what takes no time: the sooner a dead connection is known, the better. */
const AT_ONCE_MS = 3_000;
const CONNECTIONS = 10;

/** Why nothing is told between processes. */
const NO_CHANNEL = {
  pooled: "A pooler stands before Postgres, and behind one nobody can listen. A direct address makes up for it.",
  single: "A single connection to Postgres is allowed, and statements need that.",
};

/** How Postgres is used. */
export interface PostgresOptions {
  /** Such as `postgres://user:password@host:5432/database`. */
  databaseUrl: string;
  /** Most connections; of two or more one is that of the channel. @defaultValue 10 */
  databaseConnections?: number | undefined;
}

/**
 * Opens connections to Postgres, directly or through a pooler such as PgBouncer in transaction mode: no statement depends on
 * what an earlier transaction left in its session.
 *
 * @throws ConfigError when the address cannot be read
 * @throws DatabaseError `UNREACHABLE` when the first connection fails
 */
export async function openPostgres({ databaseUrl, databaseConnections }: PostgresOptions): Promise<Database> {
  const address = parsePostgresUrl(databaseUrl, "The database URL (--database-url or DATABASE_URL)");
  const config = {
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: "runline",
    ...address.config,
  };
  const startup = { statement_timeout: READ_TIMEOUT_MS };
  const { isPooled } = await inspectServer(config, startup, address.description);
  const size = databaseConnections ?? CONNECTIONS;
  const channels = new Set<PostgresChannel>();
  const pool = createConnectionPool({
    config: isPooled ? config : { ...startup, ...config },
    size: isPooled ? size : Math.max(1, size - 1),
    keepsNames: !isPooled,
    onRefused: () => channels.forEach((channel) => channel.yield()),
  });

  /** Tries again when the connection turns out to be dead before anything was done on it. */
  async function inTransaction<T>(
    work: (session: Transaction) => Promise<T>,
    { timeoutMs = TRANSACTION_TIMEOUT_MS }: TransactionOptions = {},
    isSecondTry = false,
  ): Promise<T> {
    // The second limit frees the locks of a transaction whose end the server never hears of.
    const begin = `begin; set local statement_timeout = ${timeoutMs}; set local idle_in_transaction_session_timeout = ${timeoutMs}`;
    let hasBegun = false;
    try {
      return await pool.write(timeoutMs + GRACE_MS, async (connection) => {
        await connection.query({ text: begin, timeoutMs: AT_ONCE_MS });
        hasBegun = true;
        try {
          const result = await work(connection);
          await connection.query({ text: "commit" });
          return result;
        } catch (error) {
          // A rollback that fails breaks the connection, and with it the transaction.
          if (!connection.isBroken) await connection.query({ text: "rollback", timeoutMs: AT_ONCE_MS }).catch(() => {});
          throw error;
        }
      });
    } catch (error) {
      if (!isTimeout(error) || hasBegun || isSecondTry) throw error;
      return inTransaction(work, { timeoutMs }, true);
    }
  }

  const storage = createStorageCheck({
    ask: async () => {
      const text = "select current_setting('transaction_read_only') = 'on' as \"isReadOnly\"";
      // As a writer: readers who wait for their turn keep no span out.
      const [row] = await pool.write(AT_ONCE_MS, (connection) => connection.query<{ isReadOnly: boolean }>({ text }));
      if (row?.isReadOnly) throw new DatabaseError("READ_ONLY", TAKES_NO_WRITES);
    },
    probe: () => inTransaction(probe, { timeoutMs: AT_ONCE_MS }),
    commitCountsMs: 0,
  });

  return {
    engine: "postgres",
    query: (statement) =>
      storage.watchOther(() => pool.read(READ_TIMEOUT_MS + GRACE_MS, (connection) => connection.query(statement))),
    transaction: (work, options = {}) => {
      const run = () => inTransaction(work, options);
      return options.storesSpans ? storage.watchSpans(run) : storage.watchOther(run);
    },
    checkStorage: () => storage.check(),
    openChannel(options) {
      const reason = isPooled ? NO_CHANNEL.pooled : size === 1 ? NO_CHANNEL.single : undefined;
      if (reason !== undefined) {
        options.onBroken(new DatabaseError("NO_CHANNEL", reason));
        return SILENT_CHANNEL;
      }
      const channel = openPostgresChannel({ ...config, application_name: `${config.application_name} live` }, options);
      channels.add(channel);
      return {
        send: (text) => channel.send(text),
        async close() {
          channels.delete(channel);
          await channel.close();
        },
      };
    },
    close: () => pool.close(),
  };
}

/**
 * A table that is gone at the end, larger than what is left over in the files that are there. Nothing of it goes to the write-ahead
 * log, and its name is its own, so that several adapters do not wait for each other.
 */
async function probe(session: Session): Promise<void> {
  const table = `runline_storage_probe_${randomBytes(6).toString("hex")}`;
  await session.query({ text: `create unlogged table ${table} (filler text)` });
  await session.query({ text: `insert into ${table} select repeat('x', 1900) from generate_series(1, 500)` }); // 1 MiB
  await session.query({ text: `drop table ${table}` });
}
