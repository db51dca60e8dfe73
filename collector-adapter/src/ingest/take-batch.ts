import type { OtlpSpan } from "../otlp/otlp-span.ts";
import type { IngestError } from "./ingest-error.ts";

/** A batch closes at this many spans: 1000 to 2000 rows is where Postgres stops gaining. */
const BATCH_SPANS = 1000;
/** And at this size: a batch is one statement, and readers on PGlite wait for it. */
const BATCH_BYTES = 8 * 1024 * 1024;

/** A request on its way into the database, in one or more parts. */
export interface Job {
  readonly spans: readonly OtlpSpan[];
  readonly bytes: number;
  /** Spans that parts have been made of. */
  taken: number;
  /** Spans that are not committed yet. */
  left: number;
  refused: number;
  settle(result: { stored: number; refused: number }): void;
  fail(error: IngestError): void;
}

/** Spans of one job that go into one transaction. */
export interface Part {
  job: Job;
  spans: readonly OtlpSpan[];
}

/** Takes the next batch off the jobs that wait, first come, first served. Empty when nothing waits. */
export function takeBatch(waiting: Job[]): Part[] {
  const parts: Part[] = [];
  let spansLeft = BATCH_SPANS;
  let bytesLeft = BATCH_BYTES;
  while (spansLeft > 0 && bytesLeft > 0) {
    const job = waiting[0];
    if (!job) break;
    const bytesPerSpan = job.bytes / job.spans.length;
    const fitting = Math.max(1, Math.floor(bytesLeft / bytesPerSpan));
    const spans = job.spans.slice(job.taken, job.taken + Math.min(spansLeft, fitting));
    job.taken += spans.length;
    spansLeft -= spans.length;
    bytesLeft -= spans.length * bytesPerSpan;
    if (spans.length > 0) parts.push({ job, spans });
    if (job.taken >= job.spans.length) waiting.shift();
  }
  return parts;
}
