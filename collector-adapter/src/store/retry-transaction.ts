import { isConnectionLost, isPartitionMissing, isRetryable } from "../database/sql-state.ts";
import { toDay } from "../database/timestamps.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { FoldErasedError } from "./fold-erased-error.ts";
import type { LogPartitions } from "./log-partitions.ts";

const MAX_ATTEMPTS = 4;
const RETRY_DELAY_MS = 25;

/**
 * Runs a transaction, again when another one was in its way, the server has gone, or `mend` has done away with what it failed by. To run
 * it twice has to change nothing.
 */
export async function retryTransaction<T>(
  run: () => Promise<T>,
  mend: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !(mend(error) || isTransient(error))) throw error;
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
      if (!isPartitionMissing(error)) return false;
      partitions.forget();
      return true;
    },
  );
}

function isTransient(error: unknown): boolean {
  return isRetryable(error) || isConnectionLost(error) || error instanceof FoldErasedError;
}
