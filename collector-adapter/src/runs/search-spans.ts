import type { SpanSearchAnswer } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { findText } from "../sql/find-text.ts";
import type { FoldPlace } from "../sql/fold-columns.ts";
import { listRowPlaces } from "../sql/list-log-rows.ts";
import { takePlaces } from "./take-places.ts";

/** Bytes of rows that are looked through for one answer. */
const MAX_SEARCHED_BYTES = 64 * 1024 * 1024;
/** Of these at once: short enough that whoever else asks the database waits for a moment only. */
const BYTES_AT_ONCE = 1024 * 1024;

/**
 * Looks for a text in what was sent of the spans of some folds: content, attributes, events, log records.
 *
 * @param signal - aborted when nobody waits for the answer any more
 */
export async function searchSpans(
  session: Session,
  folds: readonly FoldPlace[],
  text: string,
  signal: AbortSignal,
): Promise<SpanSearchAnswer> {
  const found = new Set<string>();
  let bytesLeft = MAX_SEARCHED_BYTES;
  for await (const places of listRowPlaces(session, folds)) {
    for (let at = 0; at < places.length;) {
      signal.throwIfAborted();
      const part = takePlaces(places, at, BYTES_AT_ONCE);
      for (const { bytes } of part) bytesLeft -= bytes;
      if (bytesLeft < 0) return { spanIds: [...found], isCut: true };
      at += part.length;
      for (const spanId of await findText(session, part, text)) found.add(spanId);
    }
  }
  return { spanIds: [...found] };
}
