/**
 * What a log record says of the span that it names, whichever came first: the facts of the record that runs and waterfalls are made
 * of. Times are ms since the epoch with a fraction.
 */
export interface FoldLogRecord {
  traceId: string;
  /** All zeros where the record names a trace alone. */
  spanId: string;
  /** Id of the record's row. */
  logRecordId: string;
  at: number;
  /** Place among the records of one moment of the span, as their sender has them. */
  place: number;
  /** How grave the record is; absent where it only tells something. */
  level?: "warn" | "error" | undefined;
  /** Whether the record is a part of what the span's model was asked or answered. */
  isContent?: boolean | undefined;
  /** Whether it has all that was asked or answered, and not one message. */
  isWhole?: boolean | undefined;
  /** First line of what was asked, at most 200 characters. */
  message?: string | undefined;
  /** The exception that the record tells of. */
  error?: string | undefined;
  errorType?: string | undefined;
  /** Pause after which the span goes on. */
  resumedFrom?: string | undefined;
}

/** In the order in which they were written. */
export function compareLogRecords(a: FoldLogRecord, b: FoldLogRecord): number {
  return a.at - b.at || a.place - b.place || (a.logRecordId < b.logRecordId ? -1 : 1);
}
