import type { IngestError } from "./ingest-error.ts";
import type { Part } from "./span-parts.ts";

/** A batch closes at this many spans: 1000 to 2000 rows is where Postgres stops gaining. */
const BATCH_SPANS = 1000;
/** And at this size: a batch is one statement, which stops the event loop while it is written out, and readers on PGlite wait for it. */
const BATCH_BYTES = 4 * 1024 * 1024;

/** A request on its way into the database. */
export interface Job {
  /** Those that no batch has taken yet. */
  waiting: Part[];
  /** One of its parts is committed, but for the spans that were refused. */
  settle(refused: number): void;
  fail(error: IngestError): void;
}

/** A part with the request that it is of. */
export interface BatchPart {
  job: Job;
  part: Part;
}

/** Takes the next batch off the jobs that wait, first come, first served: whole parts, one at least. Empty when nothing waits. */
export function takeBatch(jobs: Job[]): BatchPart[] {
  const batch: BatchPart[] = [];
  let spansLeft = BATCH_SPANS;
  let bytesLeft = BATCH_BYTES;
  for (let job = jobs[0]; job !== undefined; job = jobs[0]) {
    const taken = job.waiting.findIndex((part, index) => {
      spansLeft -= part.spans;
      bytesLeft -= part.bytes;
      return (spansLeft < 0 || bytesLeft < 0) && (batch.length > 0 || index > 0);
    });
    const parts = job.waiting.splice(0, taken === -1 ? job.waiting.length : taken);
    for (const part of parts) batch.push({ job, part });
    if (job.waiting.length > 0) break;
    jobs.shift();
  }
  return batch;
}
