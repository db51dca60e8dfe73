import { MAX_TIME_MS, readUuid, RUN_ORDERS, RUN_SORTS } from "@runline/contract";
import { ApiError } from "../http/api-error.ts";
import { NO_CURSOR_OF_OURS } from "./cursor.ts";
import type { RunPosition, RunSorting } from "../sql/run-order.ts";

/** The place after a run in a list that is sorted so, as an opaque text for the client. */
export function formatRunCursor({ sort, order }: RunSorting, place: RunPosition): string {
  const parts = [sort, order, place.value, place.startedAt, place.runId, place.agentId];
  return Buffer.from(parts.join("/")).toString("base64url");
}

/**
 * The place that the cursor of a request names in a list that is sorted so, if it has one.
 *
 * @throws ApiError `BAD_REQUEST` when the cursor is none of ours, or of a list in another order
 */
export function readRunCursor(cursor: string | undefined, { sort, order }: RunSorting): RunPosition | undefined {
  if (cursor === undefined) return undefined;
  const found = parseRunCursor(cursor);
  if (!found) throw new ApiError("BAD_REQUEST", NO_CURSOR_OF_OURS);
  if (found.sort === sort && found.order === order) return found.place;
  throw new ApiError(
    "BAD_REQUEST",
    `cursor is of a list by ${found.sort}, ${found.order}; expected one by ${sort}, ${order}. Begin with the first page.`,
  );
}

/** What a cursor of ours says; `undefined` when it is none of ours. */
export function parseRunCursor(cursor: string): (RunSorting & { place: RunPosition }) | undefined {
  const [first, second, value, startedAt, ...ids] = Buffer.from(cursor, "base64url").toString("utf8").split("/");
  const sort = RUN_SORTS.find((each) => each === first);
  const order = RUN_ORDERS.find((each) => each === second);
  const [runId, agentId, ...rest] = ids.map(readUuid);
  if (!sort || !order || !value || !startedAt || runId === undefined || agentId === undefined || rest.length > 0) {
    return undefined;
  }
  const place = { value: Number(value), startedAt: Number(startedAt), runId, agentId };
  const isPlace = Number.isFinite(place.value) && place.startedAt >= 0 && place.startedAt <= MAX_TIME_MS;
  return isPlace ? { sort, order, place } : undefined;
}
