import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { CommitResult } from "../records/commit.ts";
import type { EstimateCost } from "../prices/create-estimate.ts";
import type { SpanRecord } from "../records/span-record.ts";
import type { RunName } from "../sql/get-run.ts";
import { estimateCosts } from "./estimate-costs.ts";
import { createFoldCache } from "./fold-cache.ts";
import { createFoldThread } from "./fold-thread.ts";
import { createGateways } from "./gateways.ts";
import { createLargeSettler } from "./large-settler.ts";
import { createLogPartitions, makeDaysAhead } from "./log-partitions.ts";
import type { KeepLimits } from "./kept-days.ts";
import { createReaderSettler } from "./reader-settler.ts";
import { createRetention } from "./retention.ts";
import { retryWrite } from "./retry-transaction.ts";
import { createRollups } from "./rollups.ts";
import { createSettler } from "./settler.ts";
import { createTimeBudget } from "./time-budget.ts";
import { writeBatch } from "./write-batch.ts";

/** Where spans and the runs they make are kept. */
export interface SpanStore {
  /** Resolves once the spans are committed, with the runs that they make or a mark that these are to be folded. */
  write(records: readonly SpanRecord[]): Promise<void>;
  /** Whether spans of this day, counted from the epoch, can be written: there is a place for them. */
  hasDay(day: number): boolean;
  /** The first day that is kept, counted from the epoch: spans that start earlier are not to be written. `undefined` when all are. */
  firstKeptDay(): number | undefined;
  /** Resolves when spans of these days can be written; rejects when a day cannot be made now. */
  makeDays(days: readonly number[]): Promise<void>;
  /**
   * Resolves when the runs know all that was written before, but for those of more than 5,000 spans, or after 2 s.
   *
   * @param run - a run that is to be read: when it is not known yet, it is looked for in the large ones as well
   */
  settle(run?: RunName): Promise<void>;
  /** Folds, sums up and drops in the background no more; what is left to fold is marked in the database. The database stays open. */
  close(): Promise<void>;
}

/** What a store works with. */
export interface SpanStoreOptions {
  database: Database;
  logger: Logger;
  /** @defaultValue all is kept */
  keep?: KeepLimits | undefined;
  /** What calls cost that do not tell it. @defaultValue nobody knows */
  estimate?: EstimateCost | undefined;
  /** Hears of each commit that changed something. */
  onCommit: (result: CommitResult) => void;
  /** Hears that runs are gone, their days being over. */
  onErased: () => void;
  /** Whether somebody watches a run of these runs or traces, and is to hear soon what their spans have made of it. */
  isWatched: (keys: readonly string[]) => boolean;
}

export function createSpanStore({ isWatched, estimate, ...options }: SpanStoreOptions): SpanStore {
  const { database, onCommit } = options;
  const cache = createFoldCache();
  const partitions = createLogPartitions(database);
  const endDays = makeDaysAhead(partitions, options.logger);
  const tools = { ...options, cache };
  const retention = createRetention({ ...tools, partitions, keep: options.keep ?? {} });
  const budget = createTimeBudget();
  const large = createLargeSettler({ ...tools, thread: createFoldThread() }, budget, () => settler.wake());
  const settler = createSettler(tools, large, budget);
  const readers = createReaderSettler(tools, large);
  const rollups = createRollups(options);
  const gateways = createGateways(tools);
  return {
    async write(unpriced) {
      const records = estimate === undefined ? unpriced : estimateCosts(unpriced, estimate);
      const result = await retryWrite(partitions, records, () => writeBatch(database, cache, records));
      onCommit(result);
      gateways.wake();
      if (result.dirty.length === 0) return;
      large.mark(result.dirty);
      settler.wake();
      if (isWatched(result.touchedKeys)) readers.settleSoon();
    },
    settle: (run) => readers.settle(run),
    firstKeptDay: () => retention.firstDay(),
    hasDay: (day) => partitions.has(day),
    makeDays: (days) => partitions.ensureFor(days),
    async close() {
      await Promise.all([
        settler.close(),
        readers.close(),
        large.close(),
        endDays(),
        retention.close(),
        rollups.close(),
        gateways.close(),
      ]);
    },
  };
}
