import type { FoldNote } from "./fold-note.ts";
import { compareNotes } from "./fold-note.ts";
import type { FoldSpan } from "./fold-span.ts";

/** Spans with what log records say of them, and the records whose span is not there. */
export interface JoinedNotes<Span extends FoldSpan> {
  /** In the order in which they were given. */
  spans: Span[];
  /** By `trace/span`. */
  unseen: ReadonlyMap<string, readonly FoldNote[]>;
}

/**
 * Gives each span the log records that name it. Whatever the span says itself counts more: records tell what was asked where
 * the span does not, and why a span failed that does not say why. Whether a span failed is for the span to say: many exceptions
 * are written down and got over. Pure, like the fold: neither order decides anything.
 */
export function joinNotes<Span extends FoldSpan>(
  spans: readonly Span[],
  notes: readonly FoldNote[],
): JoinedNotes<Span> {
  if (notes.length === 0) return { spans: [...spans], unseen: new Map() };
  const bySpan = new Map<string, FoldNote[]>();
  for (const note of notes) {
    const key = toKey(note);
    const others = bySpan.get(key);
    if (others === undefined) bySpan.set(key, [note]);
    else others.push(note);
  }
  const joined = spans.map((span) => {
    const key = toKey(span);
    const own = bySpan.get(key);
    if (own === undefined) return span;
    bySpan.delete(key);
    return joinSpan(span, own.sort(compareNotes));
  });
  for (const others of bySpan.values()) others.sort(compareNotes);
  return { spans: joined, unseen: bySpan };
}

function joinSpan<Span extends FoldSpan>(span: Span, notes: readonly FoldNote[]): Span {
  const asked = notes.filter(({ message }) => message !== undefined);
  const message = span.message ?? (asked.findLast(({ isWhole }) => isWhole) ?? asked.at(-1))?.message;
  const hasFailed = span.status === "error" || span.status === "timeout";
  const exception = hasFailed
    ? notes.findLast(({ error, errorType }) => (error ?? errorType) !== undefined)
    : undefined;
  return {
    ...span,
    notes,
    ...(message !== undefined && { message }),
    ...(exception && { error: span.error ?? exception.error, errorType: span.errorType ?? exception.errorType }),
  };
}

function toKey({ traceId, spanId }: { traceId: string; spanId: string }): string {
  return `${traceId}/${spanId}`;
}
