import type { PoolClient } from "pg";
import { copyRows } from "./copy-rows.ts";
import { DatabaseError, type Statement, type Transaction } from "./database.ts";
import { getSqlState } from "./sql-state.ts";

/** One connection to Postgres. */
export interface Connection extends Transaction {
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

  async function run<T>(timeoutMs: number, statement: Promise<T>): Promise<T> {
    try {
      return await statement;
    } catch (error) {
      if (getSqlState(error) !== undefined) throw error;
      isBroken = true;
      if (!(error instanceof Error) || error.message !== "Query read timeout") throw error;
      throw new DatabaseError("TIMEOUT", `Postgres has not answered for ${timeoutMs / 1000} s.`, { cause: error });
    }
  }

  return {
    get isBroken() {
      return isBroken;
    },
    async query<Row>({ name, text, values = [], timeoutMs = limitMs }: Statement): Promise<Row[]> {
      const query = { text, query_timeout: timeoutMs, ...(name !== undefined && keepsNames ? { name } : {}) };
      return (await run(timeoutMs, client.query(values.length === 0 ? query : { ...query, values: [...values] }))).rows;
    },
    copy: (rows) => run(limitMs, copyRows(client, rows, limitMs)),
  };
}

/** Whether a connection gave no answer in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "TIMEOUT";
}
