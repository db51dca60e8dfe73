import { toDay } from "../database/timestamps.ts";
import { decodeItems, type OtlpEncoding, type RequestSummary } from "../otlp/decode-request.ts";
import { LOG_RECORD_FORM } from "../otlp/log-record-form.ts";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { SPAN_FORM } from "../otlp/span-form.ts";
import type { SpanRecord } from "../records/span-record.ts";
import { findSpansOf } from "../spans/find-spans-of.ts";
import { LogRecordPlaces } from "../spans/log-record-places.ts";
import { toMeantSpans } from "../spans/to-meant-spans.ts";
import { fromLogRecord } from "../spans/from-log-record.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import { isInRange } from "./is-in-range.ts";
import { toLane, type PartPlace } from "./span-parts.ts";

/** The signals that are kept, each under the last part of its path. */
export const KEPT_SIGNALS = ["traces", "logs"] as const;
export type KeptSignal = (typeof KEPT_SIGNALS)[number];

/** What a request held beside what is stored of it. */
export interface RecordSummary extends RequestSummary {
  /** What was dropped because of its time. */
  outOfRange: number;
}

/** A body, and what it is. */
export interface ReadableBody {
  signal: KeptSignal;
  body: Uint8Array;
  encoding: OtlpEncoding;
}

const WITHOUT_TRACE =
  "Log records that name no trace are not kept, for Runline shows what was logged with the span in which that was. " +
  "Records that are written while a span is active have the ids of its trace and span.";

type OnRecord = (place: PartPlace, record: SpanRecord) => void;

/**
 * Reads a request of a signal and hands on what it brings to the store, record by record.
 *
 * @throws {OtlpDecodeError} when the body is no such request: then what was handed on does not count
 */
export function readRecords({ signal, body, encoding }: ReadableBody, onRecord: OnRecord): RecordSummary {
  const taker = new RecordTaker(onRecord);
  if (signal === "traces") {
    const summary = decodeItems(SPAN_FORM, body, encoding, (span) => taker.takeSpan(span));
    return { ...summary, outOfRange: taker.outOfRange };
  }
  let withoutTrace = 0;
  const refusals = new Refusals();
  const places = new LogRecordPlaces();
  const summary = decodeItems(LOG_RECORD_FORM, body, encoding, (record) => {
    const { spans, refused } = findSpansOf(record) ?? {};
    for (const span of spans ?? []) taker.takeSpan(span);
    if (refused?.length === 0) return;
    if (record.traceId !== "") taker.takeLogRecord(record, places);
    else if (refused === undefined) withoutTrace += 1;
    else refusals.add(refused);
  });
  if (withoutTrace > 0) summary.unread.push(WITHOUT_TRACE);
  return {
    ...summary,
    rejected: summary.rejected + withoutTrace + refusals.records,
    rejectedReasons: [...summary.rejectedReasons, ...refusals.reasons],
    outOfRange: taker.outOfRange,
  };
}

/** Most reasons that an answer gives. */
const MAX_REASONS = 5;

/** Log records that hold spans of which not all could be taken, and that name no trace with which their text could be kept. */
class Refusals {
  records = 0;
  readonly reasons = new Set<string>();

  add(refused: readonly string[]): void {
    this.records += 1;
    for (const reason of refused) {
      if (this.reasons.size < MAX_REASONS) this.reasons.add(`a log record holds a span that was not taken: ${reason}`);
    }
  }
}

/** Makes records of spans and log records, but of those whose time cannot be. */
class RecordTaker {
  readonly #onRecord: OnRecord;
  readonly #now = Date.now();
  outOfRange = 0;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  takeSpan(span: OtlpSpan): void {
    for (const meant of toMeantSpans(span)) {
      if (this.#isKept(meant)) this.#onRecord(toPlace(meant), toSpanRecord(meant));
    }
  }

  takeLogRecord(record: OtlpLogRecord, places: LogRecordPlaces): void {
    const logRecord = { traceId: record.traceId, startedAt: record.timestamp, endedAt: record.timestamp };
    if (this.#isKept(logRecord)) this.#onRecord(toPlace(logRecord), fromLogRecord(record, places.take(record)));
  }

  #isKept(span: Pick<OtlpSpan, "startedAt" | "endedAt">): boolean {
    const isKept = isInRange(span, this.#now);
    if (!isKept) this.outOfRange += 1;
    return isKept;
  }
}

function toPlace({ traceId, startedAt }: Pick<OtlpSpan, "traceId" | "startedAt">): PartPlace {
  return { day: toDay(startedAt), lane: toLane(traceId) };
}
