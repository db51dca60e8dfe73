import { readConversation, type SpanDetail } from "@runline/contract";
import { compareNotes } from "../fold/fold-note.ts";
import type { LogBody, StoredNote } from "../records/span-record.ts";
import { readContentText, type Speaker } from "../spans/content/to-content.ts";

/** A log record of a span, with its row. */
export interface ReadNote {
  note: StoredNote;
  body: LogBody;
}

/** The log records of a span that tell what went in or came out. */
export function listContentNotes(notes: readonly StoredNote[] = []): StoredNote[] {
  return notes.filter(({ isContent }) => isContent);
}

/**
 * What log records tell of what went in and came out of a span: the one that has all of it, else the messages of each, one after the
 * other.
 */
export function readNoteContent(notes: readonly ReadNote[]): Pick<SpanDetail, "input" | "output"> {
  const sorted = notes.toSorted((a, b) => compareNotes(a.note, b.note));
  const input = readSide(sorted, "prompt", "user");
  const output = readSide(sorted, "response", "assistant");
  return { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
}

function readSide(notes: readonly ReadNote[], name: "prompt" | "response", speaker: Speaker): unknown {
  const told = notes.filter(({ body }) => body[name] !== undefined);
  const read = ({ body }: ReadNote) => readContentText(body[name], "messages", speaker);
  const whole = told.findLast(({ note }) => note.isWhole);
  if (whole !== undefined) return read(whole);
  const contents = told.map(read);
  const messages = contents.flatMap((content) => readConversation(content) ?? []);
  return messages.length > 0 ? messages : contents[0];
}
