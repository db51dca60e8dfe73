import { OtlpDecodeError } from "./otlp-decode-error.ts";
import { ProtobufReader } from "./protobuf-reader.ts";
import type { Signal } from "./signals.ts";

// Tags are `field << 3 | wire type`, with the field beside them.

/** The way from a request to its spans, log records or metrics: it is the same in all three signals. */
const PATH_TO_ITEM = [
  0x0a, // 1 resource_spans, resource_logs, resource_metrics
  0x12, // 2 scope_spans, scope_logs, scope_metrics
  0x12, // 2 spans, log_records, metrics
];
/** What only a span has. */
const SPAN_TAGS: ReadonlySet<number> = new Set([
  0x30, // 6 kind
  0x39, // 7 start_time_unix_nano
  0x41, // 8 end_time_unix_nano
]);
/** What only a log record has. */
const LOG_TAGS: ReadonlySet<number> = new Set([
  0x09, // 1 time_unix_nano
  0x10, // 2 severity_number
  0x45, // 8 flags
  0x59, // 11 observed_time_unix_nano
]);
/** What holds the data points of a metric. In a span these fields are texts, attributes and events. */
const METRIC_TAGS: ReadonlySet<number> = new Set([
  0x2a, // 5 gauge
  0x3a, // 7 sum
  0x4a, // 9 histogram
  0x52, // 10 exponential_histogram
  0x5a, // 11 summary
]);
/** The way from there to the data points. */
const PATH_TO_POINT = [0x0a]; // 1 data_points
/** The time of a data point, the same in all five. */
const POINT_TIME = 0x19; // 3 time_unix_nano

/** What the items of a signal are known by, the surest first. */
const MARKS: readonly [Signal, (reader: ProtobufReader) => boolean][] = [
  ["logs", isLogRecord],
  ["traces", isSpan],
  ["metrics", isMetric],
];

/**
 * Which signal of OTLP the bytes are when they are not of their `own`, judged by what only a span, a log record or a metric has: the
 * requests of all signals have the same field numbers down to there. `undefined` when they have nothing in them, or are not OTLP.
 *
 * To be asked only when the bytes hold no valid item of their own signal: those of the others never do, for want of a time.
 */
export function findOtherSignal(body: Uint8Array, own: Signal): Signal | undefined {
  return MARKS.find(([signal, isItem]) => signal !== own && holds(body, isItem))?.[0];
}

/** Whether one of the items passes. `isItem` reads the item to its end, or as far as it takes to say yes. */
function holds(body: Uint8Array, isItem: (reader: ProtobufReader) => boolean): boolean {
  try {
    return hasMessage(new ProtobufReader(body), PATH_TO_ITEM, isItem);
  } catch (error) {
    // A text that was taken for a message, or no protobuf at all: what it is instead, the reader of traces says.
    if (error instanceof OtlpDecodeError) return false;
    throw error;
  }
}

/** Whether a message at the end of the path passes; the path starts in the message that is being read. */
function hasMessage(
  reader: ProtobufReader,
  [first, ...rest]: readonly number[],
  passes: (reader: ProtobufReader) => boolean,
): boolean {
  if (first === undefined) return passes(reader);
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag !== first) {
      reader.skip(tag);
      continue;
    }
    const outerEnd = reader.enter();
    if (hasMessage(reader, rest, passes)) return true;
    reader.leave(outerEnd);
  }
  return false;
}

function isLogRecord(reader: ProtobufReader): boolean {
  const { isSpan: hasSpanTag, isLog } = readMarks(reader);
  return isLog && !hasSpanTag;
}

function isSpan(reader: ProtobufReader): boolean {
  const { isSpan: hasSpanTag, isLog } = readMarks(reader);
  return hasSpanTag && !isLog;
}

/** Whether an item has what only a span has, and what only a log record has. */
function readMarks(reader: ProtobufReader): { isSpan: boolean; isLog: boolean } {
  const marks = { isSpan: false, isLog: false };
  while (reader.hasMore()) {
    const tag = reader.varint();
    marks.isSpan ||= SPAN_TAGS.has(tag);
    marks.isLog ||= LOG_TAGS.has(tag);
    reader.skip(tag);
  }
  return marks;
}

function isMetric(reader: ProtobufReader): boolean {
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (!METRIC_TAGS.has(tag)) {
      reader.skip(tag);
      continue;
    }
    const outerEnd = reader.enter();
    if (hasMessage(reader, PATH_TO_POINT, isDataPoint)) return true;
    reader.leave(outerEnd);
  }
  return false;
}

function isDataPoint(reader: ProtobufReader): boolean {
  while (reader.hasMore()) {
    const tag = reader.varint();
    if (tag === POINT_TIME) return true;
    reader.skip(tag);
  }
  return false;
}
