import type { PoolClient } from "pg";
import { DatabaseError, type Session, type Statement } from "./database.ts";
import { getSqlState } from "./sql-state.ts";

/** One connection to Postgres. */
export interface Connection extends Session {
  /** Nobody knows in which state the connection is, so that it can only be thrown away. */
  readonly isBroken: boolean;
}

/** How the statements of a connection run; see `createConnectionPool`. */
export interface ConnectionOptions {
  limitMs: number;
  keepsNames: boolean;
}

/**
 * Runs statements on a connection. What fails without a word of the server, be it cut off or without an answer, leaves the
 * connection broken: a `rollback` on it would wait as long again.
 */
export function createConnection(client: PoolClient, { limitMs, keepsNames }: ConnectionOptions): Connection {
  let isBroken = false;
  return {
    get isBroken() {
      return isBroken;
    },
    async query<Row>({ name, text, values = [], timeoutMs = limitMs }: Statement): Promise<Row[]> {
      const query = { text, query_timeout: timeoutMs, ...(name !== undefined && keepsNames ? { name } : {}) };
      try {
        return (await client.query(values.length === 0 ? query : { ...query, values: [...values] })).rows;
      } catch (error) {
        if (getSqlState(error) !== undefined) throw error;
        isBroken = true;
        if (!(error instanceof Error) || error.message !== "Query read timeout") throw error;
        throw new DatabaseError("TIMEOUT", `Postgres has not answered for ${timeoutMs / 1000} s.`, { cause: error });
      }
    },
  };
}

/** Whether a connection gave no answer in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "TIMEOUT";
}
