import type { RowPlace } from "../sql/list-log-rows.ts";

/** Rows that are read at once. */
const ROWS_AT_ONCE = 500;

/** The places to read next, from one on: one at least, and no more than have so many bytes together. */
export function takePlaces(places: readonly RowPlace[], from: number, maxBytes: number): RowPlace[] {
  const part: RowPlace[] = [];
  let bytes = 0;
  for (const place of places.slice(from, from + ROWS_AT_ONCE)) {
    bytes += place.bytes;
    if (part.length > 0 && bytes > maxBytes) break;
    part.push(place);
  }
  return part;
}
