import type { Database } from "../database/database.ts";
import type { SpanRecord } from "../database/log-row.ts";
import { createLogPartitions } from "../database/log-partitions.ts";
import { isDataError, isRetryable } from "../database/sql-state.ts";
import { IngestError } from "./ingest-error.ts";
import { writeBatch, type BatchResult } from "./write-batch.ts";

/** A batch closes at this many spans: 1000 to 2000 rows is where Postgres stops gaining. */
const BATCH_SPANS = 1000;
/** Most bytes of request bodies that may wait: four of the largest. More gets 503, and the sender keeps its spans. */
const MAX_QUEUED_BYTES = 256 * 1024 * 1024;
const MAX_ATTEMPTS = 4;
const RETRY_DELAY_MS = 25;

/** How many spans of a request the database refused; the rest is committed. */
interface WriteResult {
  refused: number;
}

/** Gathers requests into batches and writes one batch at a time: what comes in meanwhile makes the next. */
export interface IngestQueue {
  /**
   * Resolves once the spans are committed.
   *
   * @param cost - size of the request in bytes, for the bound of the queue
   * @throws IngestError when nothing was stored and the sender should try again
   */
  write(records: SpanRecord[], cost: number): Promise<WriteResult>;
  /** Refuses what is new, and resolves when all that waits is written. */
  close(): Promise<void>;
}

interface Job {
  records: SpanRecord[];
  cost: number;
  resolve(result: WriteResult): void;
  reject(error: IngestError): void;
}

export function createIngestQueue(database: Database, onCommit: (result: BatchResult) => void): IngestQueue {
  const partitions = createLogPartitions(database);
  let waiting: Job[] = [];
  let queuedBytes = 0;
  let working: Promise<void> | undefined;
  let closed = false;

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      await writeJobs(batch);
      for (const job of batch) queuedBytes -= job.cost;
    }
    working = undefined;
  }

  function takeBatch(): Job[] {
    let spans = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || spans < BATCH_SPANS))
      spans += waiting[count++]?.records.length ?? 0;
    const batch = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return batch;
  }

  /** One transaction for all jobs; if a row spoils it, one for each job, and within the job that spoils it one for each half. */
  async function writeJobs(jobs: Job[]): Promise<void> {
    try {
      const refused = await writeOrSplit(
        jobs.flatMap((job) => job.records),
        jobs.length === 1,
      );
      for (const job of jobs) job.resolve({ refused });
    } catch (error) {
      if (isDataError(error) && jobs.length > 1) {
        for (const job of jobs) await writeJobs([job]);
        return;
      }
      const failure = new IngestError("UNAVAILABLE", "The database does not take spans at the moment.", {
        cause: error,
      });
      for (const job of jobs) job.reject(failure);
    }
  }

  async function writeOrSplit(records: SpanRecord[], mayRefuse: boolean): Promise<number> {
    try {
      onCommit(await writeWithRetry(records));
      return 0;
    } catch (error) {
      if (!mayRefuse || !isDataError(error)) throw error;
      if (records.length === 1) return 1;
      const middle = Math.ceil(records.length / 2);
      return (await writeOrSplit(records.slice(0, middle), true)) + (await writeOrSplit(records.slice(middle), true));
    }
  }

  async function writeWithRetry(records: SpanRecord[]): Promise<BatchResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        await partitions.ensureFor(records.flatMap((record) => record.rows.map(({ row }) => row.createdAt)));
        return await writeBatch(database, records);
      } catch (error) {
        if (!isRetryable(error) || attempt === MAX_ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * attempt * (1 + Math.random())));
      }
    }
  }

  return {
    write(records, cost) {
      if (closed) return Promise.reject(new IngestError("STOPPING", "Runline is shutting down."));
      if (queuedBytes + cost > MAX_QUEUED_BYTES) {
        return Promise.reject(
          new IngestError("BUSY", `More than ${MAX_QUEUED_BYTES / 1024 / 1024} MiB of spans wait to be stored.`),
        );
      }
      queuedBytes += cost;
      return new Promise((resolve, reject) => {
        waiting.push({ records, cost, resolve, reject });
        // In the next turn of the event loop, so that requests read in this one share a batch.
        working ??= new Promise((begin) => setImmediate(begin)).then(work);
      });
    },
    async close() {
      closed = true;
      await working;
    },
  };
}
