import type { Channel, ChannelOptions } from "./channel.ts";

/** One SQL statement. A `name` makes it a prepared statement: parsed and planned once on each connection. */
export interface Statement {
  name?: string;
  text: string;
  values?: readonly unknown[];
  /** Gives up on a server that does not answer. @defaultValue 33 s on Postgres, in a transaction its own and 3 s; none on PGlite */
  timeoutMs?: number;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Longest time for one statement, and between two of them. @defaultValue 60 s on Postgres, none on PGlite */
  timeoutMs?: number;
  /** Its end says whether spans can be stored. @defaultValue false */
  storesSpans?: boolean;
}

/** Where statements run: the database itself, or the one connection of a transaction. */
export interface Session {
  query<Row>(statement: Statement): Promise<Row[]>;
}

/** Rows on their way into a table. */
export interface RowCopy {
  /** A `copy … from stdin`. */
  text: string;
  /** The rows in the form that the statement names; not to be changed until they are copied. */
  rows: Buffer;
}

/** The one connection of a transaction. */
export interface Transaction extends Session {
  /** Adds rows to a table: half of what an insert costs, and an error where one of them is there. */
  copy(rows: RowCopy): Promise<void>;
}

/**
 * The one seam between Runline and its two engines. Both speak the same SQL and give the same JavaScript values,
 * because both are driven by `pg`; see ARCHITECTURE.md.
 */
export interface Database extends Session {
  readonly engine: "pglite" | "postgres";
  /** Commits when `work` resolves, rolls back and rethrows when it rejects. */
  transaction<T>(work: (session: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /**
   * Resolves when spans can be stored, within 2 s.
   *
   * @throws the reason when they cannot: the database is away, takes no writes, or has no room left
   */
  checkStorage(): Promise<void>;
  /**
   * Opens a way to tell all other processes that have the database open, and to hear from them, until it is closed. Where that
   * cannot be (behind a pooler, or with a single connection) `onBroken` says so, and nothing is told.
   */
  openChannel(options: ChannelOptions): Channel;
  /** Waits for what is under way, then lets go of connections, files and locks. */
  close(): Promise<void>;
}

/** Why the database could not do something. */
export type DatabaseErrorCode =
  | "UNREACHABLE"
  | "DATA_DIR_IN_USE"
  | "DATA_DIR_UNUSABLE"
  | "SCHEMA_TOO_NEW"
  | "SCHEMA_UNUSABLE"
  | "CRASHED"
  | "BUSY"
  | "TIMEOUT"
  | "READ_ONLY"
  | "NO_CHANNEL";

/** Thrown when the database cannot be opened or used; the message says what to do about it. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of `READ_ONLY`. */
export const TAKES_NO_WRITES =
  "Postgres takes no writes: it is a standby, or set to read only. Give the address of the primary.";
