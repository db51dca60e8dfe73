import type { Database } from "../database/database.ts";
import { createLogPartition } from "../sql/create-log-partition.ts";

const DAY_MS = 86_400_000;

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
        await createLogPartition(database, { from: toDate(day), to: toDate(day + 1) });
        known.add(day);
      }
    },
    forget: () => known.clear(),
  };
}

function toDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
