import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** Before any id. */
export const BEFORE_ANY_ID = "00000000-0000-0000-0000-000000000000";

/** A query for pages of `logs`. */
export interface LogPages {
  /** Of the prepared statement. */
  name: string;
  text: string;
}

/**
 * Reads rows of some folds in pages, the first to start coming first. Each key of `logs` is read in the order of the table's own key,
 * so that a page costs what is in it, and not what comes after it: a run of many spans has few keys.
 *
 * @param columns - what is read beside `id` and `startedAt`
 * @param condition - what a row must fulfil besides
 */
export function toLogPages(name: string, columns: string, condition = "true"): LogPages {
  const text = `
    select found.* from unnest($1::uuid[]) as key (run_id) cross join lateral (
      select ${columns}, id, ${toMs("started_at")} as "startedAt"
      from logs
      where run_id = key.run_id and fold_key = any($2::uuid[]) and ${condition}
        and started_at between $3::timestamptz and $4::timestamptz
        and (started_at, id) > ($5::timestamptz, $6::uuid)
      order by started_at, id
      limit $7
    ) as found
    order by "startedAt", id
    limit $7`;
  return { name, text };
}

/** @param sizes - rows of the first page, and of each that follows */
export async function* pageLogs<Row extends { id: string; startedAt: number }>(
  session: Session,
  folds: readonly FoldPlace[],
  pages: LogPages,
  sizes: { first: number; next: number },
): AsyncGenerator<Row[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return;
  let after = { startedAt: place[2], id: BEFORE_ANY_ID };
  for (let limit = sizes.first; ; limit = sizes.next) {
    const rows = await session.query<Row>({ ...pages, values: [...place, after.startedAt, after.id, limit] });
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < limit) return;
    after = { startedAt: toTimestamp(end.startedAt), id: end.id };
  }
}
