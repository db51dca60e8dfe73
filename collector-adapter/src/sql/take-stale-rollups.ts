import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { ROLLUP_LENGTHS } from "./rollup-columns.ts";
import { toMs } from "./run-columns.ts";
import type { Spell } from "./sum-columns.ts";

/** An hour of an agent, or of all, ms since the epoch. */
export interface RollupHour {
  agentId: string;
  startedAt: number;
  /** Rollups that end later are not made: their runs have not come to rest. */
  before: number;
}

/** Which hours have rollups that are stale and end before a moment, the newest first, the first 1,000. */
export async function listStaleHours(session: Session, before: number): Promise<RollupHour[]> {
  const rows = await session.query<{ agentId: string; startedAt: number }>({
    name: "list_stale_hours",
    text: `
      select agent_id as "agentId", ${toMs("date_bin('1 hour', started_at, timestamptz 'epoch')")} as "startedAt"
      from stale_rollups
      where started_at < $1
      group by 1, 2
      order by 2 desc, 1
      limit 1000`,
    values: [toTimestamp(before - ROLLUP_LENGTHS.part)],
  });
  return rows.map((row) => ({ ...row, before }));
}

/** Held while rollups are made: of two makers the one that has summed up earlier could write later. */
const ROLLUP_LOCK = 7_426_914;

/**
 * Waits until nobody else makes rollups, and keeps others from it until the end of the transaction. What is read by statements after this
 * one has all that makers before have written.
 */
export async function lockRollups(session: Session): Promise<void> {
  await session.query({ text: "select pg_advisory_xact_lock($1)", values: [ROLLUP_LOCK] });
}

/**
 * Takes away what says that rollups of an hour are stale, and gives their starts. Who writes a run that is not committed yet adds a row
 * that is not seen here, and stays.
 */
export async function takeStaleRollups(
  session: Session,
  { agentId, startedAt, before }: RollupHour,
): Promise<number[]> {
  const rows = await session.query<{ startedAt: number }>({
    name: "take_stale_rollups",
    text: `
      with taken as (
        delete from stale_rollups where agent_id = $1 and started_at >= $2 and started_at <= $3 returning started_at
      )
      select distinct ${toMs("started_at")} as "startedAt" from taken order by 1`,
    values: [
      agentId,
      toTimestamp(startedAt),
      toTimestamp(Math.min(startedAt + ROLLUP_LENGTHS.hour, before) - ROLLUP_LENGTHS.part),
    ],
  });
  return rows.map((row) => row.startedAt);
}

/** Whether some rollup that begins in a spell of an agent, or of all, is stale. */
export async function hasStaleRollups(session: Session, agentId: string, [from, to]: Spell): Promise<boolean> {
  const found = await session.query({
    name: "has_stale_rollups",
    text: "select 1 from stale_rollups where agent_id = $1 and started_at >= $2 and started_at < $3 limit 1",
    values: [agentId, toTimestamp(from), toTimestamp(to)],
  });
  return found.length > 0;
}
