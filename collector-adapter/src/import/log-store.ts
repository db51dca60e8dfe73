/** A row as the driver gives it: nothing is known of its values yet. */
export type UnknownRow = Readonly<Record<string, unknown>>;

/** One look at the database: a read-only transaction, so that all of it shows the same moment. */
export interface LogSession {
  /** The moment that it shows, by the clock of the database, ms since the epoch. */
  readonly asOf: number;
  query(text: string, values?: readonly unknown[]): Promise<UnknownRow[]>;
  close(): Promise<void>;
}

/** An elizaOS database. */
export interface LogStore {
  /** Where it is, without a password. */
  readonly description: string;
  /**
   * @throws ImportError `SOURCE_UNREACHABLE`, `SOURCE_UNUSABLE`
   */
  openSession(signal: AbortSignal): Promise<LogSession>;
  /** A follower looks for new rows no more often than this. */
  readonly minPollMs: number;
  /** Whether there may be anything new since the last session. */
  hasChanged(): Promise<boolean>;
}

/**
 * What the transaction begins with. Without row security the server refuses to read rather than leave rows out silently;
 * a first page that has to sort the keys of millions of rows takes minutes.
 */
export const BEGIN_READING = [
  "begin isolation level repeatable read read only",
  "set local row_security = off",
  "set local statement_timeout = '15min'",
  "set local idle_in_transaction_session_timeout = 0",
] as const;
