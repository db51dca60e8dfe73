import type { SpanDetail, SpanEvent } from "@runline/contract";
import { compareNotes } from "../fold/fold-note.ts";
import type { StoredFacts, StoredSpan } from "../records/span-record.ts";
import type { NoteRow } from "../sql/list-notes.ts";
import type { OpenSpanRow, SpanRow } from "../sql/list-spans-of-id.ts";
import { readNoteContent, type ReadNote } from "./note-content.ts";
import { readRowContent } from "./row-content.ts";

const NOTHING_SENT: StoredSpan = { attributes: {}, events: [], links: [] };

/** Log records that name a span, and how many there are of them. */
export interface NotesOfSpan {
  rows: readonly NoteRow[];
  total: number;
}

const NO_NOTES: NotesOfSpan = { rows: [], total: 0 };

/** What was sent of a span that has ended. */
export function toEndedDetail(row: SpanRow, notes = NO_NOTES): SpanDetail {
  const detail = toDetail(row.facts, row.body.span ?? NOTHING_SENT);
  return { ...withNotes(detail, notes), ...readRowContent(row, toReadNotes(notes)) };
}

/** What was sent of a span when it was last heard of. */
export function toOpenDetail({ facts, body }: OpenSpanRow, notes = NO_NOTES): SpanDetail {
  return { ...withNotes(toDetail(facts, body), notes), ...readNoteContent(toReadNotes(notes)) };
}

/** What is known of a span that has not come, by its log records. */
export function toUnseenDetail(spanId: string, notes: NotesOfSpan): SpanDetail | undefined {
  const [first] = notes.rows;
  if (first === undefined) return undefined;
  const detail = { spanId, traceId: first.facts.traceId, name: "", ...NOTHING_SENT };
  return { ...withNotes(detail, notes), ...readNoteContent(toReadNotes(notes)) };
}

/** The detail with log records among its events. */
function withNotes(detail: SpanDetail, { rows, total }: NotesOfSpan): SpanDetail {
  if (total === 0) return detail;
  const ordered = rows.toSorted((a, b) => compareNotes(a.facts, b.facts));
  const told = ordered.flatMap(({ body }): SpanEvent[] => (body.record === undefined ? [] : [body.record]));
  const events = [...detail.events, ...told].sort((a, b) => a.timestamp - b.timestamp);
  return { ...detail, events, ...(total > told.length && { moreLogRecords: total - told.length }) };
}

function toReadNotes({ rows }: NotesOfSpan): ReadNote[] {
  return rows.map(({ facts, body }) => ({ note: facts, body }));
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
