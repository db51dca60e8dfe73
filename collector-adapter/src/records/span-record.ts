import type { LogType, RunSpan, SpanDetail, SpanEvent } from "@runline/contract";
import type { FoldLogRecord } from "../fold/fold-log-record.ts";
import type { FoldSpan } from "../fold/fold-span.ts";

/** `logs.facts` and `open_spans.facts`: what the fold reads of a span, and what a waterfall shows of it without its content. */
export type StoredFacts = FoldSpan & Pick<RunSpan, "attribution" | "hasContent">;

/** `logs.facts` of a log record: what the record says of the span that it names. */
export type LogRecordFacts = FoldLogRecord;

/** The span in `logs.body.span` and `open_spans.body`: what was sent beside the facts, and beside the content that the row has by name. */
export type StoredSpan = Pick<SpanDetail, "attributes" | "events" | "links">;

/** A log record in `logs.body.record`: what was sent beside the content that the row has by name. `timestamp` is in ms since the epoch. */
export type StoredLogRecord = Pick<SpanEvent, "name" | "timestamp" | "severity" | "body" | "attributes">;

/**
 * `logs.body`. Keys beside `span` and `record` are elizaOS's, so that what reads elizaOS logs can read ours. Only the row of an
 * ended span holds the span, and only that of a log record the record.
 */
export interface LogBody {
  span?: StoredSpan;
  record?: StoredLogRecord;
  [key: string]: unknown;
}

/** A span with its place in the store: what its rows, or its snapshot, are found by. */
interface PlacedSpan {
  /** Key of the rows: run, plan or trace. */
  runId: string;
  /** Key under which the span is folded with others: the run of the message, or the trace. */
  foldKey: string;
  spanId: string;
  /** Start of the span, ms since the epoch. */
  startedAt: number;
  agentId?: string | undefined;
  /** The greater of two texts belongs to the later version of the span. */
  version: string;
  /** When it came, ms since the epoch; the present by the database's clock unless given. */
  seenAt?: number | undefined;
}

/** One row of `logs`. Times are ms since the epoch. `id` is made of the span's id, so that a retry is the same row. */
export interface LogRow extends PlacedSpan {
  id: string;
  createdAt: number;
  entityId?: string | undefined;
  roomId?: string | undefined;
  parentRunId?: string | undefined;
  parentSpanId?: string | undefined;
  type: LogType;
  status?: string | undefined;
  /** `StoredFacts` as JSON, on the row of an end; `LogRecordFacts` as JSON on that of a log record. */
  facts?: string | undefined;
  /** `LogBody` as JSON: written where the span is read, which for large requests is not the process that answers everybody. */
  body: string;
}

/** A span that has started and not ended. `endRowId` names the row its end will have: once that exists, it is not open. */
export interface OpenSpan extends PlacedSpan {
  endRowId: string;
  /** `StoredFacts` as JSON. */
  facts: string;
  /** `StoredSpan` as JSON. */
  body: string;
}

/**
 * Everything one span brings to the store: its rows, or its start row and its snapshot. Or what a log record brings of the span that it
 * names: its row.
 */
export interface SpanRecord extends PlacedSpan {
  /** Names the span among those of all traces, or the log record and its span. */
  spanKey: string;
  /** Whether this is a log record. */
  isLogRecord?: true;
  /** Trace as a UUID. */
  traceKey: string;
  /** `StoredFacts`, or `LogRecordFacts`, as JSON: written once, for the rows, for what is remembered, and for who folds. */
  facts: string;
  rows: LogRow[];
  open?: OpenSpan | undefined;
}
