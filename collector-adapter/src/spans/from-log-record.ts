import { CUT_MARK, cutText } from "@runline/contract";
import { createSpan } from "../otlp/create-span.ts";
import type { OtlpLogRecord } from "../otlp/otlp-log-record.ts";
import { ZERO_SPAN_ID } from "../otlp/span-id.ts";
import { MAX_NAME_LENGTH } from "../otlp/span-limits.ts";
import type { LogBody, LogRow, SpanRecord, LogRecordFacts } from "../records/span-record.ts";
import { toTraceKey } from "../uuid.ts";
import { CONTENT_INDEX } from "./content-index.ts";
import { readSpanContent, type SpanContent } from "./content/read-content.ts";
import { findResumedFrom } from "./conventions/pause.ts";
import { isDetailsEvent } from "./content/read-message-events.ts";
import { CONVERSATION } from "./kinds/kind.ts";
import { toLevel } from "./severity.ts";
import { toLogRecordKey } from "../fold/span-key.ts";
import { toReadEvent, toStoredRecord } from "./to-record-event.ts";

/** Of a place among the records of one moment. */
const PLACE_DIGITS = 6;

/** What a log record is found by: its id, and its place among the records of one moment of its span. */
export interface LogRecordPlace {
  logRecordId: string;
  place: number;
}

/**
 * Turns a log record of a trace into what it brings to the store: one row beside those of the span that it names, which holds what the
 * conventions read of its content, and facts for the fold. Pure.
 */
export function fromLogRecord(record: OtlpLogRecord, { logRecordId, place }: LogRecordPlace): SpanRecord {
  const { traceId, timestamp: startedAt } = record;
  const spanId = record.spanId || ZERO_SPAN_ID;
  const traceKey = toTraceKey(traceId);
  const content = readContent(record);
  const hasContent = content.input !== undefined || content.output !== undefined;
  const { "exception.message": error, "exception.type": errorType } = record.attributes;
  const logRecord: LogRecordFacts = {
    traceId,
    spanId,
    logRecordId,
    at: startedAt,
    place,
    level: toLevel(record.severity),
    isContent: hasContent || undefined,
    isWhole: (hasContent && isDetailsEvent(record.name)) || undefined,
    message: content.question,
    error: toText(error),
    errorType: toText(errorType),
    resumedFrom: toText(findResumedFrom({ events: [record] })),
  };
  const body: LogBody = {
    record: toStoredRecord(record, hasContent),
    prompt: content.texts.input,
    response: content.texts.output,
  };
  const facts = JSON.stringify(logRecord);
  const version = String(place).padStart(PLACE_DIGITS, "0");
  const row: LogRow = {
    id: logRecordId,
    runId: traceKey,
    foldKey: traceKey,
    spanId,
    startedAt,
    createdAt: startedAt,
    type: "log_record",
    version,
    facts,
    body: JSON.stringify(body),
  };
  const spanKey = toLogRecordKey(logRecord);
  return {
    runId: traceKey,
    foldKey: traceKey,
    spanId,
    startedAt,
    version,
    spanKey,
    traceKey,
    facts,
    rows: [row],
    isLogRecord: true,
  };
}

/** What conventions find in an event of the span. */
function readContent(record: OtlpLogRecord): SpanContent {
  const span = createSpan(record.resource);
  span.events.push(toReadEvent(record));
  return readSpanContent(span, CONVERSATION, [CONTENT_INDEX]);
}

function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? cutText(value, MAX_NAME_LENGTH, CUT_MARK) : undefined;
}
