import { isConnectionLost, isPartitionMissing, isRetryable } from "../database/sql-state.ts";
import { toDay } from "../database/timestamps.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { FoldErasedError } from "./fold-erased-error.ts";
import type { LogPartitions } from "./log-partitions.ts";

const MAX_ATTEMPTS = 4;
const RETRY_DELAY_MS = 25;

/**
 * Makes the days that the spans need and runs the transaction, again when another one was in its way, the server has gone, or a day has
 * vanished. To run it twice changes nothing.
 */
export async function retryTransaction<T>(
  partitions: LogPartitions,
  records: readonly SpanRecord[],
  run: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      await partitions.ensureFor(records.map((record) => toDay(record.startedAt)));
      return await run();
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      if (isPartitionMissing(error)) partitions.forget();
      else if (!isTransient(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * attempt * (1 + Math.random())));
    }
  }
}

function isTransient(error: unknown): boolean {
  return isRetryable(error) || isConnectionLost(error) || error instanceof FoldErasedError;
}
