import type { FoldLogRecord } from "./fold-log-record.ts";
import { compareLogRecords } from "./fold-log-record.ts";
import type { FoldSpan } from "./fold-span.ts";
import { toSpanKey } from "./span-key.ts";

/** Spans with what log records say of them, and the records whose span is not there. */
export interface JoinedLogRecords<Span extends FoldSpan> {
  /** In the order in which they were given. */
  spans: Span[];
  /** By `trace/span`. */
  unseen: ReadonlyMap<string, readonly FoldLogRecord[]>;
}

/**
 * Gives each span the log records that name it. Whatever the span says itself counts more: records tell what was asked where
 * the span does not, after which pause it goes on, and why a span failed that does not say why. Whether a span failed is for the span to say: many exceptions
 * are written down and got over. Pure, like the fold: neither order decides anything.
 */
export function joinLogRecords<Span extends FoldSpan>(
  spans: readonly Span[],
  logRecords: readonly FoldLogRecord[],
): JoinedLogRecords<Span> {
  if (logRecords.length === 0) return { spans: [...spans], unseen: new Map() };
  const bySpan = new Map<string, FoldLogRecord[]>();
  for (const logRecord of logRecords) {
    const key = toSpanKey(logRecord);
    const others = bySpan.get(key);
    if (others === undefined) bySpan.set(key, [logRecord]);
    else others.push(logRecord);
  }
  const joined = spans.map((span) => {
    const key = toSpanKey(span);
    const own = bySpan.get(key);
    if (own === undefined) return span;
    bySpan.delete(key);
    return joinSpan(span, own.sort(compareLogRecords));
  });
  for (const others of bySpan.values()) others.sort(compareLogRecords);
  return { spans: joined, unseen: bySpan };
}

function joinSpan<Span extends FoldSpan>(span: Span, logRecords: readonly FoldLogRecord[]): Span {
  const asked = logRecords.filter(({ message }) => message !== undefined);
  const message = span.message ?? (asked.findLast(({ isWhole }) => isWhole) ?? asked.at(-1))?.message;
  const hasFailed = span.status === "error" || span.status === "timeout";
  const resumedFrom = span.resumedFrom ?? logRecords.find((each) => each.resumedFrom !== undefined)?.resumedFrom;
  const exception = hasFailed
    ? logRecords.findLast(({ error, errorType }) => (error ?? errorType) !== undefined)
    : undefined;
  return {
    ...span,
    logRecords,
    ...(message !== undefined && { message }),
    ...(resumedFrom !== undefined && { resumedFrom }),
    ...(exception && { error: span.error ?? exception.error, errorType: span.errorType ?? exception.errorType }),
  };
}
