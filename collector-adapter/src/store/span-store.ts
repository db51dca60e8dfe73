import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { createFoldCache } from "./fold-cache.ts";
import { createLogPartitions } from "./log-partitions.ts";
import { retryTransaction } from "./retry-transaction.ts";
import { createSettler } from "./settler.ts";
import { writeBatch } from "./write-batch.ts";

/** Where spans and the runs they make are kept. */
export interface SpanStore {
  /** Resolves once the spans are committed, with the runs that they make or a mark that these are to be folded. */
  write(records: readonly SpanRecord[]): Promise<void>;
  /** Resolves when the runs know all that was written before, but for those of more than 5,000 spans. */
  settle(): Promise<void>;
  /** Folds in the background no more; what is left to fold is marked in the database. The database stays open. */
  close(): Promise<void>;
}

/** What a store works with. */
export interface SpanStoreOptions {
  database: Database;
  logger: Logger;
  /** Hears of each commit that changed something. */
  onCommit: (result: CommitResult) => void;
}

export function createSpanStore({ database, logger, onCommit }: SpanStoreOptions): SpanStore {
  const cache = createFoldCache();
  const partitions = createLogPartitions(database);
  const settler = createSettler({ database, cache, logger, onCommit });
  return {
    async write(records) {
      const result = await retryTransaction(partitions, records, () => writeBatch(database, cache, records));
      onCommit(result);
      if (result.hasDirty) settler.wake();
    },
    settle: () => settler.settleForReader(),
    close: () => settler.close(),
  };
}
