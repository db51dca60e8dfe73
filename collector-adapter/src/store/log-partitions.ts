import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import { toDay } from "../database/timestamps.ts";
import { createLogPartition } from "../sql/create-log-partition.ts";

/** Days around the present, of which a partition is there before its first span. */
const FIRST_AHEAD = -1;
const LAST_AHEAD = 2;
/** What could not be made is tried again after this, two days before it is needed. */
const LOOK_AGAIN_MS = 600_000;

/**
 * The daily partitions of `logs`. Those of the usual days are made ahead, others when a span needs one; days are counted from the
 * epoch. There is no default partition: it would block making the partition that a row in it belongs to.
 */
export interface LogPartitions {
  /** Whether the day is known to have one. */
  has(day: number): boolean;
  /** Resolves when all of the days have one; rejects at the first that cannot be made now, after 2 s at most. */
  ensureFor(days: Iterable<number>): Promise<void>;
  /** Forgets which there are: the database says that one is missing. */
  forget(): void;
}

export function createLogPartitions(database: Database): LogPartitions {
  const known = new Set<number>();
  /** Days that are being made: whoever needs one meanwhile waits for the same. */
  const underWay = new Map<number, Promise<void>>();

  function make(day: number): Promise<void> {
    const making =
      underWay.get(day) ??
      createLogPartition(database, day)
        .then(() => void known.add(day))
        .finally(() => underWay.delete(day));
    underWay.set(day, making);
    return making;
  }

  return {
    has: (day) => known.has(day),
    async ensureFor(days) {
      for (const day of new Set(days)) if (!known.has(day)) await make(day);
    },
    forget: () => known.clear(),
  };
}

/** Makes the partitions of the days to come, now and again, and never in the way of a span. Returns what ends that. */
export function makeDaysAhead(partitions: LogPartitions, logger: Logger): () => Promise<void> {
  async function make(): Promise<void> {
    const today = toDay(Date.now());
    try {
      await partitions.ensureFor(
        Array.from({ length: LAST_AHEAD - FIRST_AHEAD + 1 }, (_, index) => today + FIRST_AHEAD + index),
      );
    } catch (error) {
      logger.warn({ err: error }, "the days to come could not be made, will be tried again");
    }
  }

  let working = make();
  const timer = setInterval(() => (working = make()), LOOK_AGAIN_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return working;
  };
}
