import { isDataError } from "../database/sql-state.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import type { SpanStore } from "../store/span-store.ts";
import { IngestError } from "./ingest-error.ts";
import { takeBatch, type Job, type Part } from "./take-batch.ts";

/** Most that may wait, by the size of the requests: four of the largest. More gets 503, and the sender keeps its spans. */
const MAX_QUEUED_BYTES = 256 * 1024 * 1024;
/** What a span takes in memory at least, however small it is on the wire. */
const MIN_SPAN_BYTES = 1024;

/** How many spans of a request the database refused; the rest is committed. */
interface WriteResult {
  refused: number;
}

/** Gathers requests into batches and writes one batch at a time: what comes in meanwhile makes the next. */
export interface IngestQueue {
  /**
   * Resolves once all spans are committed. A large request is committed in several transactions: should a later one fail,
   * the sender sends the whole again, and what is there already changes nothing.
   *
   * @param bytes - size of the request, for the bound of the queue
   * @throws IngestError when the spans were not all stored and the sender should try again
   */
  write(spans: readonly OtlpSpan[], bytes: number): Promise<WriteResult>;
  /** Refuses what is new and what waits, whose senders keep it, and resolves when the batch under way is written. */
  close(): Promise<void>;
}

export function createIngestQueue(store: SpanStore): IngestQueue {
  const waiting: Job[] = [];
  let queuedBytes = 0;
  let working: Promise<void> | undefined;
  let isClosed = false;

  async function work(): Promise<void> {
    for (let parts = takeBatch(waiting); parts.length > 0; parts = takeBatch(waiting)) await writeParts(parts);
    working = undefined;
  }

  /** One transaction for all parts; if a row spoils it, one for each part, and of the part that spoils it for each half. */
  async function writeParts(parts: readonly Part[]): Promise<void> {
    try {
      const records = parts.flatMap(({ spans }) => spans.map(toSpanRecord));
      const refused = await writeOrSplit(records, parts.length === 1);
      for (const part of parts) part.job.settle({ stored: part.spans.length, refused });
    } catch (error) {
      if (isDataError(error) && parts.length > 1) {
        for (const part of parts) await writeParts([part]);
        return;
      }
      const failure = new IngestError("UNAVAILABLE", "The database does not take spans at the moment.", {
        cause: error,
      });
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

  return {
    write(spans, bytes) {
      if (spans.length === 0) return Promise.resolve({ refused: 0 });
      if (isClosed) return Promise.reject(stopping());
      const cost = Math.max(bytes, spans.length * MIN_SPAN_BYTES);
      // One request may be larger than the bound, but only alone.
      if (queuedBytes > 0 && queuedBytes + cost > MAX_QUEUED_BYTES) {
        const message = `More than ${MAX_QUEUED_BYTES / 1024 / 1024} MiB of spans wait to be stored.`;
        return Promise.reject(new IngestError("BUSY", message));
      }
      queuedBytes += cost;
      return new Promise<WriteResult>((resolve, reject) => {
        const job: Job = {
          spans,
          bytes,
          taken: 0,
          left: spans.length,
          refused: 0,
          settle({ stored, refused }) {
            job.left -= stored;
            job.refused += refused;
            if (job.left === 0) resolve({ refused: job.refused });
          },
          fail(error) {
            job.taken = spans.length; // what is not taken yet need not be tried
            reject(error);
          },
        };
        waiting.push(job);
        // In the next turn of the event loop, so that requests read in this one share a batch.
        working ??= new Promise((begin) => setImmediate(begin)).then(work);
      }).finally(() => {
        queuedBytes -= cost;
      });
    },
    async close() {
      isClosed = true;
      for (const job of waiting.splice(0)) job.fail(stopping());
      await working;
    },
  };
}

function stopping(): IngestError {
  return new IngestError("STOPPING", "Runline is shutting down.");
}
