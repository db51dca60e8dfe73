import { isLogRecord, type FoldEntry } from "../fold/fold-entries.ts";
import type { SpanRecord, StoredFacts } from "../records/span-record.ts";
import { toLogRecordKey, toSpanKey } from "../fold/span-key.ts";

/** What takes memory beside the text of facts: the set and where its fold is; the name of a span, its version, its place. */
const SET_BYTES = 500;
const SPAN_BYTES = 300;

/**
 * What is known of a span, or of a log record that names one: the facts in the version that they are of. As text, which is one thing to
 * the memory and not fifty.
 */
export interface KnownSpan {
  version: string;
  /** Whether it has not ended. */
  isOpen: boolean;
  /** `StoredFacts` or `LogRecordFacts` as JSON. */
  facts: string;
}

/** The spans of one fold and the log records that name them, each once and in its latest version, and about how much memory they take. */
export interface SpanSet {
  readonly spans: Map<string, KnownSpan>;
  bytes: number;
  /** Spans beyond the most that are folded. */
  omitted: number;
}

/** How facts begin that Runline has written. */
const IDS = /^\{"traceId":"([^"]*)","spanId":"([^"]*)"(?:,"logRecordId":"([^"]*)")?/;

/** The key of the span or log record that facts are of. */
export function readSpanKey(facts: string): string {
  const [, traceId, spanId, logRecordId] = IDS.exec(facts) ?? [];
  if (traceId === undefined || spanId === undefined) return toEntryKey(parseFacts(facts));
  return logRecordId === undefined ? toSpanKey({ traceId, spanId }) : toLogRecordKey({ traceId, spanId, logRecordId });
}

function toEntryKey(entry: FoldEntry): string {
  return isLogRecord(entry) ? toLogRecordKey(entry) : toSpanKey(entry);
}

/** The facts of a span or log record that were written as JSON. */
export function parseFacts(facts: string): FoldEntry<StoredFacts> {
  const parsed: FoldEntry<StoredFacts> = JSON.parse(facts);
  return parsed;
}

export function createSpanSet(): SpanSet {
  return { spans: new Map(), bytes: SET_BYTES, omitted: 0 };
}

/** The same spans, to which others can be added. */
export function copySpanSet({ spans, bytes, omitted }: SpanSet): SpanSet {
  return { spans: new Map(spans), bytes, omitted };
}

/** Adds spans that have come. */
export function addRecords(set: SpanSet, records: readonly SpanRecord[]): void {
  for (const { spanKey, version, open, facts } of records) {
    addSpan(set, spanKey, { version, isOpen: open !== undefined, facts });
  }
}

/** Adds a span unless a later version of it is there. */
export function addSpan(set: SpanSet, key: string, span: KnownSpan): void {
  const before = set.spans.get(key);
  if (before !== undefined) {
    if (before.version >= span.version) return;
    set.bytes -= measure(before);
  }
  set.spans.set(key, span);
  set.bytes += measure(span);
}

function measure({ facts }: KnownSpan): number {
  return SPAN_BYTES + facts.length;
}
