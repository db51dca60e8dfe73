import type { EventsCut } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { FoldPlace } from "../sql/fold-columns.ts";
import { listRowPlaces, listRowsAt, type EventRow } from "../sql/list-log-rows.ts";
import { limitContents } from "./limit-contents.ts";
import { takePlaces } from "./take-places.ts";

/** What an event tells of what went in and came out, by its name in the body of the row. */
const CONTENT = ["prompt", "response", "result"];
/** Content of one event, in bytes: of a longer one it is cut inside. */
const MAX_CONTENT_BYTES = 1_280 * 1024;
/** Content of all events together, and what is left of it when no more is read: beyond, events are told without theirs. */
const MAX_ALL_CONTENT_BYTES = 16 * 1024 * 1024;
const MIN_CONTENT_BYTES = 64 * 1024;
/** Bytes of the rows that are read at once: short enough that whoever else asks the database waits for a moment only. */
const BYTES_AT_ONCE = 1024 * 1024;
/** Bodies without content are made by the database, which reads the whole of them for that. */
const BARE_BYTES_AT_ONCE = 8 * 1024 * 1024;

/** Reads the rows of events, with as much of their content as may be told. */
export interface EventRowReader {
  /** The rows of these ids, some at a time; behind each id is that of the row whose event tells its content. */
  read(eventsOfRows: ReadonlyMap<string, string>): AsyncGenerator<EventRow[]>;
  /** Of how many events content was left out or, of others, shortened so far. */
  cut(): Pick<EventsCut, "contents" | "shortened">;
}

export function createEventRowReader(session: Session, folds: readonly FoldPlace[]): EventRowReader {
  let bytesLeft = MAX_ALL_CONTENT_BYTES;
  const leftOut = new Set<string>();
  const shortened = new Set<string>();

  /** The content that the row may have, which then counts. */
  function limit(row: EventRow, eventId: string): EventRow {
    const limited = limitContents(row.body, {
      names: CONTENT,
      maxBytes: Math.min(MAX_CONTENT_BYTES, bytesLeft),
      minBytes: MIN_CONTENT_BYTES,
    });
    bytesLeft -= limited.bytes;
    if (limited.isShortened) shortened.add(eventId);
    if (limited.isLeftOut) leftOut.add(eventId);
    return { ...row, body: limited.holder };
  }

  return {
    async *read(eventsOfRows) {
      const toEventId = ({ id }: EventRow) => eventsOfRows.get(id) ?? id;
      for await (const page of listRowPlaces(session, folds)) {
        const places = page.filter(({ id }) => eventsOfRows.has(id));
        for (let at = 0; at < places.length;) {
          const isBare = bytesLeft < MIN_CONTENT_BYTES;
          const part = takePlaces(places, at, isBare ? BARE_BYTES_AT_ONCE : BYTES_AT_ONCE);
          at += part.length;
          const rows = await listRowsAt(session, part, isBare ? "bareEvents" : "events");
          if (isBare) for (const row of rows.filter(({ lacksContent }) => lacksContent)) leftOut.add(toEventId(row));
          yield isBare ? rows : rows.map((row) => limit(row, toEventId(row)));
        }
      }
    },
    cut: () => ({ contents: leftOut.size, shortened: [...shortened].filter((id) => !leftOut.has(id)).length }),
  };
}
