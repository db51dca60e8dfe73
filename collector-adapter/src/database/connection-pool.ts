import { setTimeout as sleep } from "node:timers/promises";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { createGate } from "./create-gate.ts";
import { createConnection, isTimeout, type Connection } from "./postgres-connection.ts";
import { getSqlState, TOO_MANY_CONNECTIONS } from "./sql-state.ts";

/**
 * Connections that reading leaves to transactions (ingest, settling in the background and for readers), so that slow readers do
 * not hold up what comes in.
 */
const FOR_WRITERS = 3;
/** Who gets no connection in this time is told that the database is away; so is who reaches no server in this time. */
const WAIT_MS = 5_000;
/** How long before a server that gave fewer connections than allowed is asked for one more. */
const ASK_FOR_MORE_MS = 10_000;
const TRY_AGAIN_MS = 50;
/** A connection into a network that swallows packets never says that it has ended. */
const CLOSE_MS = 1_000;

/** Gives connections out, to so many at a time as there may be; the others wait a moment for theirs. */
export interface ConnectionPool {
  /** @param limitMs - after which a statement without an answer fails, unless the statement has a limit of its own */
  read<T>(limitMs: number, work: (connection: Connection) => Promise<T>): Promise<T>;
  write<T>(limitMs: number, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

/** What a pool is made of. */
export interface ConnectionPoolOptions {
  config: PoolConfig;
  /** Most connections, at least 1. */
  size: number;
  /** Whether prepared statements may have names: not behind a pooler, where the next one runs on another connection. */
  keepsNames: boolean;
}

/**
 * One pool for reading and writing, in which readers use all but three connections. A server that has fewer to give (53300) is
 * taken at its word: the pool shrinks to what there is, and asks for more after a while.
 */
export function createConnectionPool({ config, size, keepsNames }: ConnectionPoolOptions): ConnectionPool {
  let room = size;
  let askForMoreAt = 0;
  let pool = createPool();
  const passReader = createGate(() => Math.max(1, room - FOR_WRITERS), WAIT_MS);

  function createPool(): Pool {
    const created = new Pool({ ...config, max: room, connectionTimeoutMillis: WAIT_MS });
    // A connection broke. The statement under way reports it, or the next one, and the pool replaces it; without listeners,
    // on the pool for idle connections and on each one for those in use, the process would end.
    created.on("error", () => {});
    created.on("connect", (client) => client.on("error", () => {}));
    return created;
  }

  async function connect(): Promise<{ client: PoolClient; from: Pool }> {
    const since = performance.now();
    if (room < size && since > askForMoreAt) setRoom(room + 1);
    for (;;) {
      try {
        const from = pool;
        return { client: await from.connect(), from };
      } catch (error) {
        if (getSqlState(error) !== TOO_MANY_CONNECTIONS || performance.now() - since > WAIT_MS) throw error;
        setRoom(Math.max(1, pool.totalCount));
        await sleep(TRY_AGAIN_MS);
      }
    }
  }

  function setRoom(connections: number): void {
    room = connections;
    pool.options.max = connections;
    askForMoreAt = performance.now() + ASK_FOR_MORE_MS;
  }

  async function write<T>(limitMs: number, work: (connection: Connection) => Promise<T>): Promise<T> {
    const { client, from } = await connect();
    const connection = createConnection(client, { limitMs, keepsNames });
    try {
      return await work(connection);
    } catch (error) {
      if (isTimeout(error) && from === pool) renew();
      throw error;
    } finally {
      client.release(connection.isBroken);
    }
  }

  /** Takes none of the idle connections any more: where one was dead without a word, the others may be so, too. */
  function renew(): void {
    void pool.end();
    pool = createPool();
  }

  return {
    read: (limitMs, work) => passReader(() => write(limitMs, work)),
    write,
    async close() {
      await Promise.race([pool.end(), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
