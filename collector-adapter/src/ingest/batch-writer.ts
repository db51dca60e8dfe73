import { isDataError } from "../database/sql-state.ts";
import { toErrorMessage } from "../process/to-error-message.ts";
import type { SpanRecord } from "../records/span-record.ts";
import type { SpanStore } from "../store/span-store.ts";
import { IngestError } from "./ingest-error.ts";
import type { RefusedSpan } from "./refused-spans.ts";
import type { Part } from "./span-parts.ts";
import { takeBatch, type BatchPart, type Job } from "./take-batch.ts";

/** Others get their turn when parts have been read for this long. */
const TURN_MS = 20;

/** Gathers requests into batches and writes one batch at a time. */
export interface BatchWriter {
  /**
   * Resolves once all parts are committed, with the spans that the database refused.
   *
   * @throws IngestError when the parts were not all stored
   * @throws the reason why a part cannot be read
   */
  write(parts: readonly Part[]): Promise<RefusedSpan[]>;
  /** Refuses what is new and what waits, and resolves when the batch under way is written. */
  close(): Promise<void>;
}

export function createBatchWriter(store: SpanStore): BatchWriter {
  const jobs: Job[] = [];
  let working: Promise<void> | undefined;
  let isClosed = false;

  async function work(): Promise<void> {
    for (let batch = takeBatch(jobs); batch.length > 0; batch = takeBatch(jobs)) await writeParts(batch);
    working = undefined;
  }

  /** One transaction for all parts; if a row spoils it, one for each part, and of the part that spoils it for each half. */
  async function writeParts(batch: readonly BatchPart[]): Promise<void> {
    const { parts, records } = await readParts(batch);
    if (parts.length === 0) return;
    try {
      const refused = await writeOrSplit(records, parts.length === 1);
      for (const { job } of parts) job.settle(refused);
    } catch (error) {
      if (isDataError(error) && parts.length > 1) {
        for (const one of parts) await writeParts([one]);
        return;
      }
      const failure = toUnavailable(error);
      for (const { job } of parts) job.fail(failure);
    }
  }

  async function writeOrSplit(records: SpanRecord[], mayRefuse: boolean): Promise<RefusedSpan[]> {
    try {
      await store.write(records);
      return [];
    } catch (error) {
      if (!mayRefuse || !isDataError(error)) throw error;
      const [record] = records;
      if (record !== undefined && records.length === 1) {
        const { spanKey, isLogRecord } = record;
        return [{ spanKey, isLogRecord, reason: toErrorMessage(error) }];
      }
      const middle = Math.ceil(records.length / 2);
      const first = await writeOrSplit(records.slice(0, middle), true);
      return [...first, ...(await writeOrSplit(records.slice(middle), true))];
    }
  }

  return {
    write(parts) {
      if (isClosed) return Promise.reject(stopping());
      if (parts.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        let left = parts.length;
        const allRefused: RefusedSpan[] = [];
        jobs.push({
          waiting: [...parts],
          settle(refused) {
            left -= 1;
            allRefused.push(...refused);
            if (left === 0) resolve(allRefused);
          },
          fail(error) {
            this.waiting = []; // what is not taken yet need not be tried
            reject(error);
          },
        });
        // In the next turn of the event loop, so that requests read in this one share a batch.
        working ??= nextTurn().then(work);
      });
    },
    async close() {
      isClosed = true;
      for (const job of jobs.splice(0)) job.fail(stopping());
      await working;
    },
  };
}

/** The parts that can be read, and their spans. One that cannot fails the request that it is of, and no other. */
async function readParts(batch: readonly BatchPart[]): Promise<{ parts: BatchPart[]; records: SpanRecord[] }> {
  const parts: BatchPart[] = [];
  const records: SpanRecord[] = [];
  let since = performance.now();
  for (const one of batch) {
    try {
      records.push(...one.part.read());
      parts.push(one);
    } catch (error) {
      one.job.fail(error);
    }
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return { parts, records };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a sender is told when its spans cannot be stored now. */
export function toUnavailable(cause: unknown): IngestError {
  return new IngestError("UNAVAILABLE", "The database does not take spans at the moment.", { cause });
}

function stopping(): IngestError {
  return new IngestError("STOPPING", "Runline is shutting down.");
}
