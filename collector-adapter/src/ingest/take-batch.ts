import type { RefusedSpan } from "./refused-spans.ts";
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
  settle(refused: readonly RefusedSpan[]): void;
  fail(error: unknown): void;
}

/** A part with the request that it is of. */
export interface BatchPart {
  job: Job;
  part: Part;
}

/**
 * Takes the next batch off the jobs that wait: a part of each in turn, so that one of a hundred batches holds up no other sender, who
 * gives up after some 10 s. Whole parts, one at least. Empty when nothing waits.
 */
export function takeBatch(jobs: Job[]): BatchPart[] {
  const batch: BatchPart[] = [];
  let spansLeft = BATCH_SPANS;
  let bytesLeft = BATCH_BYTES;
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const [part] = job.waiting;
    if (part === undefined) continue; // the job has failed
    spansLeft -= part.spans;
    bytesLeft -= part.bytes;
    if (batch.length > 0 && (spansLeft < 0 || bytesLeft < 0)) {
      jobs.unshift(job);
      break;
    }
    job.waiting.shift();
    batch.push({ job, part });
    if (job.waiting.length > 0) jobs.push(job);
  }
  return batch;
}
