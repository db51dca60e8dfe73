import type { Database, Session } from "../database/database.ts";
import { toDay } from "../database/timestamps.ts";
import { PARTITION_LOCK, toPartitionName } from "./create-log-partition.ts";

/**
 * Detaching needs `logs` for itself for a moment. Whoever comes while that waits for a reader waits as well, and therefore no longer
 * than this.
 */
const DETACH_LOCK_TIMEOUT = "100ms";
/** A table that is detached is nobody's but of those who read it before. */
const DROP_LOCK_TIMEOUT = "2s";
const DETACHED = "_dropped";
/** What is kept beside `logs`. */
const OTHER_TABLES = ["folds", "joined_folds", "runs", "agents", "open_spans", "rollups", "stale_rollups"];

/** A day of `logs`, counted from the epoch, and what its table and indexes take on the disk. */
export interface LogDay {
  day: number;
  bytes: number;
}

/** The days of `logs` that have a table, the oldest first. */
export async function listLogDays(session: Session): Promise<LogDay[]> {
  const rows = await session.query<{ name: string; bytes: number | null }>({
    name: "list_log_days",
    text: `
      select relname as name, pg_total_relation_size(pg_class.oid)::float8 as bytes
      from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = 'logs'::regclass and relname ~ '^logs_on_[0-9]{4}_[0-9]{2}_[0-9]{2}$'
      order by relname`,
  });
  return rows.map(({ name, bytes }) => ({ day: fromPartitionName(name), bytes: bytes ?? 0 }));
}

/** What the other tables take on the disk. */
export async function measureOtherTables(session: Session): Promise<number> {
  const rows = await session.query<{ bytes: number }>({
    name: "measure_other_tables",
    text: `
      select sum(pg_total_relation_size(name::regclass))::float8 as bytes
      from unnest($1::text[]) as name`,
    values: [OTHER_TABLES],
  });
  return rows[0]?.bytes ?? 0;
}

/**
 * Takes the table of a day out of `logs`, under another name: nothing reads it any more, and the next to need the day makes it anew.
 *
 * @returns whether the day was there
 * @throws SQLSTATE 55P03 when somebody reads or writes `logs` for longer than 0.1 s
 */
export async function detachLogDay(database: Database, day: number): Promise<boolean> {
  const name = toPartitionName(day);
  return database.transaction(async (session) => {
    await session.query({ text: "select set_config('lock_timeout', $1, true)", values: [DETACH_LOCK_TIMEOUT] });
    await session.query({ text: "select pg_advisory_xact_lock($1)", values: [PARTITION_LOCK] });
    const [found] = await session.query({
      text: `
        select 1 from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'logs'::regclass and relname = $1`,
      values: [name],
    });
    if (found === undefined) return false;
    await session.query({ text: `drop table if exists ${name}${DETACHED}` });
    await session.query({ text: `alter table logs detach partition ${name}` });
    await session.query({ text: `alter table ${name} rename to ${name}${DETACHED}` });
    return true;
  });
}

/** Drops the tables of the days that were detached, also those that a process which is gone has left. */
export async function dropDetachedDays(database: Database): Promise<void> {
  const tables = await database.query<{ name: string }>({
    text: `
      select relname as name from pg_class
      where relname ~ '^logs_on_[0-9]{4}_[0-9]{2}_[0-9]{2}${DETACHED}$' and relkind in ('r', 'p')
        and relnamespace = (select relnamespace from pg_class where oid = 'logs'::regclass)`,
  });
  for (const { name } of tables) {
    await database.transaction(async (session) => {
      await session.query({ text: "select set_config('lock_timeout', $1, true)", values: [DROP_LOCK_TIMEOUT] });
      await session.query({ text: `drop table if exists ${name}` });
    });
  }
}

/** Gives the room of deleted rows back to the tables they were in. Postgres does that by itself; the embedded one does not. */
export async function vacuumRuns(database: Database): Promise<void> {
  await vacuum(database, OTHER_TABLES);
}

/** The same for all tables. */
export async function vacuumErased(database: Database): Promise<void> {
  await vacuum(database, ["logs", ...OTHER_TABLES]);
}

/** The same for the rollups. */
export async function vacuumRollups(database: Database): Promise<void> {
  await vacuum(database, ["rollups", "stale_rollups"]);
}

async function vacuum(database: Database, tables: readonly string[]): Promise<void> {
  if (database.engine !== "pglite") return;
  for (const table of tables) await database.query({ text: `vacuum ${table}` });
}

/** @example fromPartitionName("logs_on_2026_11_23") // 20780 */
function fromPartitionName(name: string): number {
  return toDay(Date.parse(name.slice(-10).replaceAll("_", "-")));
}
