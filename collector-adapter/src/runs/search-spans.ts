import type { SpanSearchAnswer } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { findText } from "../sql/find-text.ts";
import type { FoldPlace } from "../sql/fold-columns.ts";
import { listRowPlaces, type RowPlace } from "../sql/list-log-rows.ts";
import { createPieceSize } from "./piece-size.ts";
import { takePlaces } from "./take-places.ts";

/** Bytes of rows, as they are stored, that are looked through for one answer. */
const MAX_SEARCHED_BYTES = 64 * 1024 * 1024;
/** Time that the database has for it: rows of 0.7 MB may be a hundred times as long once they are unpacked. */
const MAX_SEARCH_MS = 5_000;

/**
 * Looks for a text in what was sent of the spans of some folds: content, attributes, events, log records.
 *
 * @param signal - aborted when nobody waits for the answer any more
 */
export type SpanSearch = (folds: readonly FoldPlace[], text: string, signal: AbortSignal) => Promise<SpanSearchAnswer>;

/**
 * Searches of one database. All together ask for one short piece at a time, so that whoever else asks waits for a moment only.
 *
 * @param limits - another limit than 5 s
 */
export function createSpanSearch(session: Session, { maxMs = MAX_SEARCH_MS } = {}): SpanSearch {
  let before: Promise<unknown> = Promise.resolve();

  function inTurn<Found>(piece: () => Promise<Found>): Promise<Found> {
    const now = before.then(piece);
    before = now.catch(() => undefined); // whoever asked for it hears of the error
    return now;
  }

  return async (folds, text, signal) => {
    const found = new Set<string>();
    const size = createPieceSize();
    let bytesLeft = MAX_SEARCHED_BYTES;
    let msLeft = maxMs;

    async function findIn(places: readonly RowPlace[]): Promise<void> {
      signal.throwIfAborted();
      const since = performance.now();
      for (const spanId of await findText(session, places, text)) found.add(spanId);
      const tookMs = performance.now() - since;
      msLeft -= tookMs;
      size.fit(tookMs);
    }

    for await (const places of listRowPlaces(session, folds)) {
      for (let at = 0; at < places.length;) {
        const part = takePlaces(places, at, size.bytes());
        for (const { bytes } of part) bytesLeft -= bytes;
        if (bytesLeft < 0 || msLeft <= 0) return { spanIds: [...found], isCut: true };
        at += part.length;
        await inTurn(() => findIn(part));
      }
    }
    return { spanIds: [...found] };
  };
}
