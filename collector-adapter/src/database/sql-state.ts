/** The SQLSTATE of an error that came from the engine. @example "42P07" */
export function getSqlState(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** Somebody else created the same table at the same moment. */
export const DUPLICATE_TABLE = "42P07";

/** Somebody else held a lock for longer than this transaction waits. */
export const LOCK_NOT_AVAILABLE = "55P03";

/** A table that was there is gone. */
export const UNDEFINED_TABLE = "42P01";

/** All connections that the server gives are taken. */
export const TOO_MANY_CONNECTIONS = "53300";

/** A write on a standby, or where transactions are set to read only. */
export const READ_ONLY_TRANSACTION = "25006";

const RETRYABLE = new Set(["40001", "40P01"]); // serialization failure, deadlock

/** Whether the same transaction may succeed when tried again at once. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(getSqlState(error) ?? "");
}

/** The server stops or starts; a connection is lost; the first node of Citus has lost one to another node. */
const LOST_STATE = /^(57P0[123]|08...|58030)$/;
const LOST_CODES = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE"]);
const LOST_WORDS = /^(Connection terminated unexpectedly|failure on connection marked as essential)/;

/** Whether a server has gone in the middle of a transaction. Another one may be there in a moment, and what it did is not known. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return LOST_STATE.test(getSqlState(error) ?? "") || LOST_CODES.has(code) || LOST_WORDS.test(error.message);
}

/** Whether rows cannot be added by a copy: one of them is there, or for a reason of which Citus does not keep the state. */
export function isCopyError(error: unknown): boolean {
  return /^(23505|XX000)$/.test(getSqlState(error) ?? "");
}

/** Whether a row's day has no partition, though it had one: it was dropped, or another database has taken over. */
export function isPartitionMissing(error: unknown): boolean {
  return (
    getSqlState(error) === "23514" && error instanceof Error && error.message.startsWith("no partition of relation")
  );
}

/** Whether the engine could not write: the disk is full (53100) or failed (class 58), or only reading is allowed. */
export function isStorageError(error: unknown): boolean {
  return /^(53100|58|25006)/.test(getSqlState(error) ?? "");
}

/** Whether the error blames the data of a row (class 22: data exception, 23: constraint, 54: too complex). */
export function isDataError(error: unknown): boolean {
  return /^(22|23|54)/.test(getSqlState(error) ?? "");
}
