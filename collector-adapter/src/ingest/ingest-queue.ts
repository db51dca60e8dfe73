import { isDataError } from "../database/sql-state.ts";
import type { SpanRecord } from "../records/span-record.ts";
import type { SpanStore } from "../store/span-store.ts";
import { IngestError } from "./ingest-error.ts";
import type { Part } from "./span-parts.ts";
import { takeBatch, type BatchPart, type Job } from "./take-batch.ts";

/** Others get their turn when parts have been read for this long. */
const TURN_MS = 20;

/** How many spans of a request the database refused; the rest is committed. */
interface WriteResult {
  refused: number;
}

/** Gathers requests into batches and writes one batch at a time: what comes in meanwhile makes the next. */
export interface IngestQueue {
  /**
   * Resolves once all spans are committed. A large request is committed in several transactions: should a later one fail,
   * the sender sends the whole again, and what is there already changes nothing. Spans of a day that is not there wait apart until
   * it is made, or cannot be: the others are committed meanwhile.
   *
   * @throws IngestError when the spans were not all stored and the sender should try again
   * @throws the reason why a part of the request cannot be read: to try again is of no use
   */
  write(parts: readonly Part[]): Promise<WriteResult>;
  /** Refuses what is new and what waits, whose senders keep it, and resolves when the batch under way is written. */
  close(): Promise<void>;
}

export function createIngestQueue(store: SpanStore): IngestQueue {
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

  /** How many records were refused. */
  async function writeOrSplit(records: SpanRecord[], mayRefuse: boolean): Promise<number> {
    try {
      await store.write(records);
      return 0;
    } catch (error) {
      if (!mayRefuse || !isDataError(error)) throw error;
      if (records.length === 1) return 1;
      const middle = Math.ceil(records.length / 2);
      return (await writeOrSplit(records.slice(0, middle), true)) + (await writeOrSplit(records.slice(middle), true));
    }
  }

  function enqueue(parts: Part[]): Promise<WriteResult> {
    if (isClosed) return Promise.reject(stopping());
    if (parts.length === 0) return Promise.resolve({ refused: 0 });
    return new Promise<WriteResult>((resolve, reject) => {
      let left = parts.length;
      let allRefused = 0;
      jobs.push({
        waiting: [...parts],
        settle(refused) {
          left -= 1;
          allRefused += refused;
          if (left === 0) resolve({ refused: allRefused });
        },
        fail(error) {
          this.waiting = []; // what is not taken yet need not be tried
          reject(error);
        },
      });
      // In the next turn of the event loop, so that requests read in this one share a batch.
      working ??= nextTurn().then(work);
    });
  }

  /** Writes the parts once their days are there. */
  async function enqueueLate(parts: Part[]): Promise<WriteResult> {
    try {
      await store.makeDays(parts.map(({ day }) => day));
    } catch (error) {
      throw toUnavailable(error);
    }
    return enqueue(parts);
  }

  return {
    async write(parts) {
      const late = parts.filter(({ day }) => !store.hasDay(day));
      const written = [enqueue(parts.filter(({ day }) => store.hasDay(day)))];
      if (late.length > 0) written.push(enqueueLate(late));
      // The answer waits for both, also when one fails: only then is the memory of the request free.
      let refused = 0;
      for (const result of await Promise.allSettled(written)) {
        if (result.status === "rejected") throw result.reason;
        refused += result.value.refused;
      }
      return { refused };
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

function toUnavailable(cause: unknown): IngestError {
  return new IngestError("UNAVAILABLE", "The database does not take spans at the moment.", { cause });
}

function stopping(): IngestError {
  return new IngestError("STOPPING", "Runline is shutting down.");
}
