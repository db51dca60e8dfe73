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
  /** Hears that the server gives fewer connections than there may be. */
  onRefused: () => void;
}

/**
 * One pool for reading and writing, in which readers use all but three connections. A server that has fewer to give (53300) is
 * taken at its word: there is room for so many, and after a while for one more. Who waits for room waits here and not in pg's pool,
 * which serves none of those who wait when it ends.
 */
export function createConnectionPool({ config, size, keepsNames, onRefused }: ConnectionPoolOptions): ConnectionPool {
  let room = size;
  let askForMoreAt = 0;
  let isClosed = false;
  let pool = createPool();
  const pass = createGate(() => room, { waitMs: WAIT_MS, what: "connections to the database" });
  const passReader = createGate(() => Math.max(1, room - FOR_WRITERS), {
    waitMs: WAIT_MS,
    what: "connections to the database that may read",
  });

  function createPool(): Pool {
    const created = new Pool({ ...config, max: size, connectionTimeoutMillis: WAIT_MS });
    // A connection broke. The statement under way reports it, or the next one, and the pool replaces it; without listeners,
    // on the pool for idle connections and on each one for those in use, the process would end.
    created.on("error", () => {});
    created.on("connect", (client) => client.on("error", () => {}));
    return created;
  }

  function setRoom(connections: number): void {
    room = connections;
    askForMoreAt = performance.now() + ASK_FOR_MORE_MS;
  }

  async function run<T>(since: number, limitMs: number, work: (connection: Connection) => Promise<T>): Promise<T> {
    if (room < size && since > askForMoreAt) setRoom(room + 1);
    for (;;) {
      const done = await pass(async () => {
        const from = pool;
        const client = await connect(from, since);
        return client && { result: await use(client, from, limitMs, work) };
      }, since);
      if (done !== undefined) return done.result;
      await sleep(TRY_AGAIN_MS);
    }
  }

  /** A connection; `undefined` when the server has none to give, which makes the room smaller. */
  async function connect(from: Pool, since: number): Promise<PoolClient | undefined> {
    try {
      return await from.connect();
    } catch (error) {
      if (getSqlState(error) !== TOO_MANY_CONNECTIONS || performance.now() - since > WAIT_MS) throw error;
      setRoom(Math.max(1, from.totalCount));
      onRefused();
      return undefined;
    }
  }

  async function use<T>(
    client: PoolClient,
    from: Pool,
    limitMs: number,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
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
    if (isClosed) return;
    const before = pool;
    pool = createPool();
    setImmediate(() => void before.end()); // who is being given an idle connection of it gets that one
  }

  return {
    read(limitMs, work) {
      const since = performance.now();
      return passReader(() => run(since, limitMs, work), since);
    },
    write: (limitMs, work) => run(performance.now(), limitMs, work),
    async close() {
      isClosed = true;
      await Promise.race([pool.end(), sleep(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}
