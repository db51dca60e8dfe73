import { DatabaseError } from "./database.ts";
import {
  DUPLICATE_TABLE,
  getSqlState,
  isDataError,
  isPartitionMissing,
  isRetryable,
  isStorageError,
  LOCK_NOT_AVAILABLE,
} from "./sql-state.ts";

/** Whoever asks wants an answer, even if it is no. */
const ANSWER_MS = 2_000;
/** A failure counts for this long, whatever a check says: what a check writes may fit where spans do not. */
const FAILURE_COUNTS_MS = 5_000;
/** How long the answer about room on the disk holds while nothing is stored. */
const PROBE_COUNTS_MS = 60_000;

/** The two questions to an engine; either fails when the answer is no. */
export interface StorageQuestions {
  /** Whether the engine answers and takes writes; cheap. */
  ask: () => Promise<void>;
  /** Whether the disk has room, by writing and taking back what was written. */
  probe: () => Promise<void>;
  /** For how long after a commit nothing is asked; 0 for an engine that can go away at any moment. */
  commitCountsMs: number;
}

/** Knows whether spans can be stored. */
export interface StorageCheck {
  /** Runs a transaction that stores spans and remembers how it ended. */
  watchSpans<T>(transaction: () => Promise<T>): Promise<T>;
  /** Runs anything else: what the disk or a standby says counts, a success does not, since what it wrote may fit where spans do not. */
  watchOther<T>(work: () => Promise<T>): Promise<T>;
  /** @throws the reason when spans cannot be stored */
  check(): Promise<void>;
}

/**
 * Goes by what happened to the last spans and asks only what this does not say, so that the check costs next to nothing
 * while spans come, and finds by itself that a failure is over when none come.
 */
export function createStorageCheck(
  { ask, probe, commitCountsMs }: StorageQuestions,
  now = () => performance.now(),
): StorageCheck {
  let committedAt = Number.NEGATIVE_INFINITY;
  let probedAt = Number.NEGATIVE_INFINITY;
  let failure: { error: unknown; at: number } | undefined;
  let questioning: Promise<void> | undefined;

  async function question(): Promise<void> {
    const before = failure;
    await ask();
    if (before === undefined && now() - probedAt < PROBE_COUNTS_MS) return;
    await probe();
    probedAt = now();
    if (failure === before) failure = undefined;
  }

  return {
    async watchSpans(transaction) {
      try {
        const result = await transaction();
        committedAt = now();
        failure = undefined;
        return result;
      } catch (error) {
        if (blamesStorage(error)) failure = { error, at: now() };
        throw error;
      }
    },
    async watchOther(work) {
      try {
        return await work();
      } catch (error) {
        if (isStorageError(error)) failure = { error, at: now() };
        throw error;
      }
    },
    async check() {
      if (failure !== undefined && now() - failure.at < FAILURE_COUNTS_MS) throw failure.error;
      if (failure === undefined && now() - committedAt < commitCountsMs) return;
      questioning ??= question().finally(() => (questioning = undefined));
      await withinLimit(questioning);
    },
  };
}

const IN_THE_WAY = [DUPLICATE_TABLE, LOCK_NOT_AVAILABLE];

/** Not the data of a row, and not another transaction that was in the way, as of the partition for an unusual day. */
function blamesStorage(error: unknown): boolean {
  const isInTheWay = IN_THE_WAY.includes(getSqlState(error) ?? "");
  return !(isInTheWay || isDataError(error) || isRetryable(error) || isPartitionMissing(error));
}

async function withinLimit(answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new DatabaseError("TIMEOUT", `The database has not said within ${ANSWER_MS / 1000} s whether it takes spans.`),
      );
    }, ANSWER_MS);
  });
  try {
    await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}
