import type { Database } from "./database.ts";
import { DUPLICATE_TABLE, getSqlState } from "./sql-state.ts";

const DAY_MS = 86_400_000;

/**
 * Oldest and newest moment that a row may carry, as distance from now. A sender's clock may be wrong; without a bound,
 * it would make a table for each day it can think of.
 */
export const OLDEST_ROW_MS = 400 * DAY_MS;
export const NEWEST_ROW_MS = DAY_MS;

/** Makes the daily partitions of `logs` when a row needs one. There is no default partition: it would block making these. */
export interface LogPartitions {
  ensureFor(createdAt: Iterable<number>): Promise<void>;
  /** Forgets which there are: the database says that one is missing. */
  forget(): void;
}

export function createLogPartitions(database: Database): LogPartitions {
  const known = new Set<number>();
  return {
    async ensureFor(createdAt) {
      const missing = new Set<number>();
      for (const at of createdAt) {
        const day = Math.floor(at / DAY_MS);
        if (!known.has(day)) missing.add(day);
      }
      for (const day of missing) {
        await createPartition(database, day);
        known.add(day);
      }
    },
    forget: () => known.clear(),
  };
}

async function createPartition(database: Database, day: number): Promise<void> {
  const from = toDate(day);
  const name = `logs_${from.replaceAll("-", "_")}`;
  try {
    await database.query({
      text: `create table if not exists ${name} partition of logs for values from ('${from}T00:00:00Z') to ('${toDate(day + 1)}T00:00:00Z')`,
    });
  } catch (error) {
    if (getSqlState(error) !== DUPLICATE_TABLE) throw error; // another adapter was first
  }
}

function toDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
