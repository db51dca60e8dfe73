import { MAX_TIME_MS, readUuid } from "@runline/contract";
import { ApiError } from "../http/api-error.ts";
import type { Position } from "../sql/list-traces.ts";

/** The place after a trace, as an opaque text for the client. */
export function formatCursor(position: Position): string {
  return Buffer.from(`${position.startedAt}/${position.id}`).toString("base64url");
}

/** The place that a cursor of ours names; `undefined` when it is none of ours. */
export function parseCursor(cursor: string): Position | undefined {
  const [startedAt, text, ...rest] = Buffer.from(cursor, "base64url").toString("utf8").split("/");
  const id = readUuid(text);
  if (!startedAt || id === undefined || rest.length > 0) return undefined;
  const at = Number(startedAt);
  return at >= 0 && at <= MAX_TIME_MS ? { startedAt: at, id } : undefined;
}

/** Said to who sends a cursor that no list of ours has given. */
export const NO_CURSOR_OF_OURS = "cursor is not one of ours; pass the nextCursor of the page before.";

/** The place that the cursor of a request names, if it has one. @throws ApiError `BAD_REQUEST` when the cursor is none of ours */
export function readCursor(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = parseCursor(cursor);
  if (!position) throw new ApiError("BAD_REQUEST", NO_CURSOR_OF_OURS);
  return position;
}
