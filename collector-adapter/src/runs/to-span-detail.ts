import type { SpanDetail, SpanEvent } from "@runline/contract";
import { compareLogRecords } from "../fold/fold-log-record.ts";
import type { StoredFacts, StoredSpan } from "../records/span-record.ts";
import type { LogRecordRow } from "../sql/list-log-records.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-spans-of-id.ts";
import { readLogRecordContent, type ReadLogRecord } from "./log-record-content.ts";
import { readRowContent } from "./row-content.ts";

const NOTHING_SENT: StoredSpan = { attributes: {}, events: [], links: [] };

/** Log records that name a span, and how many there are of them. */
export interface LogRecordsOfSpan {
  rows: readonly LogRecordRow[];
  total: number;
}

const NO_LOG_RECORDS: LogRecordsOfSpan = { rows: [], total: 0 };

/** What was sent of a span that has ended. */
export function toEndedDetail(row: SpanRow, logRecords = NO_LOG_RECORDS): SpanDetail {
  const detail = toDetail(row.facts, row.body.span ?? NOTHING_SENT);
  return { ...withLogRecords(detail, logRecords), ...readRowContent(row, toReadLogRecords(logRecords)) };
}

/** What was sent of a span when it was last heard of. */
export function toOpenDetail({ facts, body }: OpenSpanRow, logRecords = NO_LOG_RECORDS): SpanDetail {
  return {
    ...withLogRecords(toDetail(facts, body), logRecords),
    ...readLogRecordContent(toReadLogRecords(logRecords)),
  };
}

/** What is known of a span that has not come, by its log records. */
export function toUnseenDetail(spanId: string, logRecords: LogRecordsOfSpan): SpanDetail | undefined {
  const [first] = logRecords.rows;
  if (first === undefined) return undefined;
  const detail = { spanId, traceId: first.facts.traceId, name: "", ...NOTHING_SENT };
  return { ...withLogRecords(detail, logRecords), ...readLogRecordContent(toReadLogRecords(logRecords)) };
}

/** The detail with log records among its events. */
function withLogRecords(detail: SpanDetail, { rows, total }: LogRecordsOfSpan): SpanDetail {
  if (total === 0) return detail;
  const ordered = rows.toSorted((a, b) => compareLogRecords(a.facts, b.facts));
  const told = ordered.flatMap(({ body }): SpanEvent[] => (body.record === undefined ? [] : [body.record]));
  const events = [...detail.events, ...told].sort((a, b) => a.timestamp - b.timestamp);
  return { ...detail, events, ...(total > told.length && { moreLogRecords: total - told.length }) };
}

function toReadLogRecords({ rows }: LogRecordsOfSpan): ReadLogRecord[] {
  return rows.map(({ facts, body }) => ({ logRecord: facts, body }));
}

function toDetail(facts: StoredFacts, { attributes, events, links }: StoredSpan): SpanDetail {
  const { spanId, parentSpanId, traceId, name, error } = facts;
  return {
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    traceId,
    name,
    ...(error !== undefined && { error }),
    attributes,
    events,
    links,
  };
}
