import { fromModelLogType } from "@runline/contract";
import { formatContent } from "../spans/content/to-content.ts";
import { toRowId } from "../spans/row-id.ts";
import type { EventRow } from "../sql/list-log-rows.ts";
import { listContentNotes } from "./note-content.ts";
import { readRowContent } from "./row-content.ts";
import type { Member } from "./select-members.ts";

/** Ids of the rows of log records that tell what was said in the model calls that the run counts. */
export function toNoteRowIds(members: readonly Member[]): string[] {
  return members.flatMap(({ span, mark }) =>
    mark.counted ? listContentNotes(span.notes).map(({ noteId }) => noteId) : [],
  );
}

/** The rows, those of model calls with what only their log records say of prompt and response. */
export function addNoteContent(members: readonly Member[], rows: readonly EventRow[]): EventRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { span } of members) {
    const row = byId.get(toRowId(span.traceId, span.spanId, "end"));
    const notes = listContentNotes(span.notes).flatMap((note) => {
      const told = byId.get(note.noteId);
      return told === undefined ? [] : [{ note, body: told.body }];
    });
    if (row === undefined || notes.length === 0 || fromModelLogType(row.type) === undefined) continue;
    const { input, output } = readRowContent(row, notes);
    const prompt = input === undefined ? row.body["prompt"] : formatContent(input);
    const response = output === undefined ? row.body["response"] : formatContent(output);
    byId.set(row.id, { ...row, body: { ...row.body, prompt, response } });
  }
  return [...byId.values()];
}
