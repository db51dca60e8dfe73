import type { FoldLogRecord } from "./fold-log-record.ts";
import type { FoldResult, SpanMark } from "./fold-result.ts";
import type { FoldSpan } from "./fold-span.ts";
import { foldSpans } from "./fold-spans.ts";
import { joinLogRecords } from "./join-log-records.ts";
import { joinTurns } from "./join-turns.ts";
import { toSpanKey } from "./span-key.ts";

/** What is known of a trace: a span, or what a log record says of one. */
export type FoldEntry<Span extends FoldSpan = FoldSpan> = Span | FoldLogRecord;

/** What entries make: the spans with their log records, `marks[i]` being of the i-th entry, a log record's that of its span. */
export interface FoldedEntries<Span extends FoldSpan> extends FoldResult {
  /** In the order in which they were given, each with its log records. */
  spans: Span[];
  /** The marks of these spans. */
  spanMarks: SpanMark[];
  /** Log records whose span is not there, by `trace/span`. */
  unseen: ReadonlyMap<string, readonly FoldLogRecord[]>;
  /** How many of the entries are log records. */
  logRecords: number;
}

/** Whether an entry is a log record's. */
export function isLogRecord(entry: FoldEntry): entry is FoldLogRecord {
  return "logRecordId" in entry;
}

/** Folds spans together with the log records that name them, in whatever order both stand. */
export function foldEntries<Span extends FoldSpan>(entries: readonly FoldEntry<Span>[]): FoldedEntries<Span> {
  const logRecords = entries.filter(isLogRecord);
  const bare = entries.filter((entry): entry is Span => !isLogRecord(entry));
  const { spans: joined, unseen } = joinLogRecords(bare, logRecords);
  const spans = joinTurns(joined);
  const { marks: spanMarks, missingParents, ...folded } = foldSpans(spans);
  const bySpan = new Map(
    logRecords.length === 0 ? [] : spans.map((span, place) => [toSpanKey(span), spanMarks[place]]),
  );
  let place = 0;
  const marks = entries.map((entry): SpanMark => {
    if (!isLogRecord(entry)) return spanMarks[place++] ?? { counted: false };
    const { runId, agentId } = bySpan.get(toSpanKey(entry)) ?? {};
    return { counted: false, runId, agentId };
  });
  return {
    ...folded,
    missingParents: [...new Set([...missingParents, ...unseen.keys()])],
    marks,
    spans,
    spanMarks,
    unseen,
    logRecords: logRecords.length,
  };
}
