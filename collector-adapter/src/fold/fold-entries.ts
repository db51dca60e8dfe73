import type { FoldNote } from "./fold-note.ts";
import type { FoldResult, SpanMark } from "./fold-result.ts";
import type { FoldSpan } from "./fold-span.ts";
import { foldSpans } from "./fold-spans.ts";
import { joinNotes } from "./join-notes.ts";
import { joinTurns } from "./join-turns.ts";

/** What is known of a trace: a span, or what a log record says of one. */
export type FoldEntry<Span extends FoldSpan = FoldSpan> = Span | FoldNote;

/** What entries make: the spans with their log records, `marks[i]` being of the i-th entry, a log record's that of its span. */
export interface FoldedEntries<Span extends FoldSpan> extends FoldResult {
  /** In the order in which they were given, each with its log records. */
  spans: Span[];
  /** The marks of these spans. */
  spanMarks: SpanMark[];
  /** Log records whose span is not there, by `trace/span`. */
  unseen: ReadonlyMap<string, readonly FoldNote[]>;
  /** How many of the entries are log records. */
  logRecords: number;
}

/** Whether an entry is a log record's. */
export function isNote(entry: FoldEntry): entry is FoldNote {
  return "noteId" in entry;
}

/** Folds spans together with the log records that name them, in whatever order both stand. */
export function foldEntries<Span extends FoldSpan>(entries: readonly FoldEntry<Span>[]): FoldedEntries<Span> {
  const notes = entries.filter(isNote);
  const bare = entries.filter((entry): entry is Span => !isNote(entry));
  const { spans: noted, unseen } = joinNotes(bare, notes);
  const spans = joinTurns(noted);
  const { marks: spanMarks, missingParents, ...folded } = foldSpans(spans);
  const bySpan = new Map(notes.length === 0 ? [] : spans.map((span, place) => [toKey(span), spanMarks[place]]));
  let place = 0;
  const marks = entries.map((entry): SpanMark => {
    if (!isNote(entry)) return spanMarks[place++] ?? { counted: false };
    const { runId, agentId } = bySpan.get(toKey(entry)) ?? {};
    return { counted: false, runId, agentId };
  });
  return {
    ...folded,
    missingParents: [...new Set([...missingParents, ...unseen.keys()])],
    marks,
    spans,
    spanMarks,
    unseen,
    logRecords: notes.length,
  };
}

function toKey({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}/${spanId}`;
}
