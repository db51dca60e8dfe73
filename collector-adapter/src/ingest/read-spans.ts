import { toDay } from "../database/timestamps.ts";
import { decodeTraceRequest, type OtlpEncoding, type RequestSummary } from "../otlp/decode-trace-request.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import { isInRange } from "./is-in-range.ts";
import { PartCollector, toLane, type Part } from "./span-parts.ts";

/** What a span takes in memory at least, however small it is on the wire. */
const SPAN_BYTES = 1024;
/** What an attribute or a member of a list takes beside its text: an empty list is 4 bytes on the wire, and an object here. */
const VALUE_BYTES = 100;

/** What a request has brought. */
export interface ReadRequest extends RequestSummary {
  parts: Part[];
  /** Spans that were dropped because of their time. */
  outOfRange: number;
}

/**
 * Reads a request in this thread.
 *
 * @throws OtlpDecodeError
 */
export function readSpans(body: Buffer, encoding: OtlpEncoding): ReadRequest {
  const { spans, values, ...summary } = decodeTraceRequest(body, encoding);
  const bytesOfSpan = SPAN_BYTES + (body.length + values * VALUE_BYTES) / spans.length;
  const parts: Part[] = [];
  const collector = new PartCollector<OtlpSpan>(Number.POSITIVE_INFINITY, (place, items) => {
    const bytes = items.length * bytesOfSpan;
    parts.push({ ...place, spans: items.length, bytes, waitingBytes: bytes, read: () => items.map(toSpanRecord) });
  });
  let outOfRange = 0;
  const now = Date.now();
  for (const span of spans) {
    if (isInRange(span, now))
      collector.add({ day: toDay(span.startedAt), lane: toLane(span.traceId) }, span, bytesOfSpan);
    else outOfRange += 1;
  }
  collector.flush();
  return { parts, outOfRange, ...summary };
}
