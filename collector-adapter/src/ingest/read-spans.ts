import { toDay } from "../database/timestamps.ts";
import { decodeSpans, type OtlpEncoding, type RequestSummary } from "../otlp/decode-trace-request.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import { isInRange } from "./is-in-range.ts";
import { PartCollector, toLane, type Part } from "./span-parts.ts";

/** What a record, and each of its rows, takes in memory beside the texts. */
const RECORD_BYTES = 1024;
const ROW_BYTES = 384;

/** What a request has brought. */
export interface ReadRequest extends RequestSummary {
  parts: Part[];
  /** Spans that were dropped because of their time. */
  outOfRange: number;
}

/**
 * Reads a request in this thread, each span to the form in which it waits and is stored: as decoded, a span is thirty things to the
 * memory, and moved twice before its batch is written.
 *
 * @throws OtlpDecodeError
 */
export function readSpans(body: Buffer, encoding: OtlpEncoding): ReadRequest {
  const parts: Part[] = [];
  const collector = new PartCollector<SpanRecord>(Number.POSITIVE_INFINITY, (place, records, bytes) => {
    parts.push({ ...place, spans: records.length, bytes, waitingBytes: bytes, read: () => records });
  });
  let outOfRange = 0;
  const now = Date.now();
  const summary = decodeSpans(body, encoding, (span) => {
    if (!isInRange(span, now)) {
      outOfRange += 1;
      return;
    }
    const record = toSpanRecord(span);
    collector.add({ day: toDay(span.startedAt), lane: toLane(span.traceId) }, record, measure(record));
  });
  collector.flush();
  return { parts, outOfRange, ...summary };
}

function measure({ facts, rows, open }: SpanRecord): number {
  const textBytes = facts.length + (open?.body.length ?? 0);
  return rows.reduce((sum, { body }) => sum + ROW_BYTES + body.length, RECORD_BYTES + textBytes);
}
