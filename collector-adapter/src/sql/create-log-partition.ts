import type { Database, Session } from "../database/database.ts";
import { toDate } from "../database/timestamps.ts";

/** Longer than any statement that shares the lock takes; who waits for the partition gives up after this. */
const LOCK_TIMEOUT = "2s";
/** A stop waits for the partition that is being made; behind a network that swallows packets nobody answers. */
const STATEMENT_TIMEOUT_MS = 5_000;
/** Serialises the adapters that make and drop partitions. Any constant will do, so long as nobody else in the database uses it. */
export const PARTITION_LOCK = 7_426_913;

/**
 * Makes the partition of `logs` for one day, unless it is there. The table is made apart and attached: unlike `create table …
 * partition of`, which waits for every reader of `logs` and holds up all that come after, that stands in the way of neither
 * readers nor writers.
 *
 * @param day - days since the epoch, in UTC
 * @throws SQLSTATE 55P03 when another statement holds a lock that excludes this one, after 2 s
 */
export async function createLogPartition(database: Database, day: number): Promise<void> {
  const name = toPartitionName(day);
  const make = async (session: Session) => {
    await session.query({ text: "select set_config('lock_timeout', $1, true)", values: [LOCK_TIMEOUT] });
    await session.query({ text: "select pg_advisory_xact_lock($1)", values: [PARTITION_LOCK] });
    const [found] = await session.query({
      text: `
        select 1 from pg_inherits join pg_class on pg_class.oid = inhrelid
        where inhparent = 'logs'::regclass and relname = $1`,
      values: [name],
    });
    if (found !== undefined) return;
    // DDL takes no parameters; the name and the dates are our own. A table that is there is a day that somebody has detached.
    await session.query({ text: `create table if not exists ${name} (like logs including all)` });
    await session.query({
      text: `
        alter table logs attach partition ${name}
        for values from ('${toDate(day)}T00:00:00Z') to ('${toDate(day + 1)}T00:00:00Z')`,
    });
  };
  await database.transaction(make, { timeoutMs: STATEMENT_TIMEOUT_MS });
}

/** Those of version 1 are called logs_2026_01_31. @example toPartitionName(20780) // "logs_on_2026_11_23" */
export function toPartitionName(day: number): string {
  return `logs_on_${toDate(day).replaceAll("-", "_")}`;
}
