import type { Session } from "./database.ts";

/**
 * How long the write-ahead log may get. After a kill -9 it is read again before the database opens, in some seconds. A shorter one would write
 * the same pages of tables again and again.
 */
const MAX_LOG_BYTES = 256 * 1024 * 1024;

/**
 * Writes what is in memory to the files of the tables when the write-ahead log has become long, and lets go of the log. Postgres has a process for
 * that, PGlite has none: its log would have all that was ever written.
 *
 * @returns whether it was due
 */
export async function checkpointWhenDue(session: Session, maxLogBytes = MAX_LOG_BYTES): Promise<boolean> {
  const [log] = await session.query<{ bytes: number }>({
    text: "select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()",
  });
  if (log === undefined || log.bytes <= maxLogBytes) return false;
  await session.query({ text: "checkpoint" });
  return true;
}
