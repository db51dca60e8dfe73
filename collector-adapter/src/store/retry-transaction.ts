import { isConnectionLost, isPartitionMissing, isRetryable } from "../database/sql-state.ts";
import { toDay } from "../database/timestamps.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { FoldErasedError } from "./fold-erased-error.ts";
import type { LogPartitions } from "./log-partitions.ts";

const MAX_ATTEMPTS = 4;
const RETRY_DELAY_MS = 25;

/**
 * Runs a transaction, again when it failed by what another try may not.
 *
 * @param isPassing - which failures these are; by default only those after which nothing of it was done, because another transaction was
 * in its way
 */
export async function retryTransaction<T>(
  run: () => Promise<T>,
  isPassing: (error: unknown) => boolean = isRetryable,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * attempt * (1 + Math.random())));
    }
  }
}

/** Makes the days that the spans need and runs the transaction that writes them, again also when a day has vanished. */
export async function retryWrite<T>(
  partitions: LogPartitions,
  records: readonly SpanRecord[],
  write: () => Promise<T>,
): Promise<T> {
  const days = records.map((record) => toDay(record.startedAt));
  return retryTransaction(
    async () => {
      await partitions.ensureFor(days);
      return write();
    },
    (error) => {
      if (!isPartitionMissing(error)) return isTransient(error);
      partitions.forget();
      return true;
    },
  );
}

/** Also when the server has gone, where to do twice what was done already changes nothing. */
export function isTransient(error: unknown): boolean {
  return isRetryable(error) || isConnectionLost(error) || error instanceof FoldErasedError;
}
