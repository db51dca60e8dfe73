import type { SpanRecord } from "../records/span-record.ts";
import { readRecords, type ReadableBody, type RecordSummary } from "./read-records.ts";
import { PartCollector, type Part } from "./span-parts.ts";

/** What a record, and each of its rows, takes in memory beside the texts. */
const RECORD_BYTES = 1024;
const ROW_BYTES = 384;

/** What a request has brought. */
export interface ReadRequest extends RecordSummary {
  parts: Part[];
}

/**
 * Reads a request in this thread, each span to the form in which it waits and is stored: as decoded, a span is thirty things to the
 * memory, and moved twice before its batch is written.
 *
 * @throws OtlpDecodeError
 */
export function readSpans(body: ReadableBody): ReadRequest {
  const parts: Part[] = [];
  const collector = new PartCollector<SpanRecord>(Number.POSITIVE_INFINITY, (place, records, bytes) => {
    parts.push({ ...place, spans: records.length, bytes, waitingBytes: bytes, read: () => records });
  });
  const summary = readRecords(body, (place, record) => collector.add(place, record, measure(record)));
  collector.flush();
  return { parts, ...summary };
}

function measure({ facts, rows, open }: SpanRecord): number {
  const textBytes = facts.length + (open?.body.length ?? 0);
  return rows.reduce((sum, { body }) => sum + ROW_BYTES + body.length, RECORD_BYTES + textBytes);
}
