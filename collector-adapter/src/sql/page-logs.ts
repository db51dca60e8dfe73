import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** Before any id. */
export const BEFORE_ANY_ID = "00000000-0000-0000-0000-000000000000";

/** Queries for pages of `logs`: of rows under one key, and under several. */
export interface LogPages {
  one: Page;
  several: Page;
}

/** A query for a page of rows. */
export interface Page {
  /** Of the prepared statement. */
  name: string;
  text: string;
}

/** Rows of the first page, and of each that follows. */
export interface PageSizes {
  first: number;
  next: number;
}

/** Under several keys each page is sorted out of all rows that follow, so that there are to be few. */
const SEVERAL_ROWS = 4;

/**
 * Reads rows of some folds in pages, the first to start coming first. Under one key they lie in this order, and a page costs what is in it:
 * a run of many spans has few keys, mostly one.
 *
 * @param columns - what is read beside `id` and `startedAt`
 * @param condition - what a row must fulfil besides
 */
export function toLogPages(name: string, columns: string, condition = "true"): LogPages {
  const toText = (keys: string) => `
    select ${columns}, id, ${toMs("started_at")} as "startedAt"
    from logs
    where run_id = ${keys} and fold_key = any($2::uuid[]) and ${condition}
      and started_at between $3::timestamptz and $4::timestamptz
      and (started_at, id) > ($5::timestamptz, $6::uuid)
    order by started_at, id
    limit $7`;
  return {
    one: { name, text: toText("$1::uuid") },
    several: { name: `${name}_of_keys`, text: toText("any($1::uuid[])") },
  };
}

export async function* pageLogs<Row extends { id: string; startedAt: number }>(
  session: Session,
  folds: readonly FoldPlace[],
  pages: LogPages,
  { first, next }: PageSizes,
): AsyncGenerator<Row[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return;
  const [logKeys, foldKeys, from, to] = place;
  const [key, ...others] = logKeys;
  const isOne = others.length === 0;
  const page = isOne ? pages.one : pages.several;
  const keys = isOne ? key : logKeys;
  let after = { startedAt: from, id: BEFORE_ANY_ID };
  for (let limit = first; ; limit = isOne ? next : next * SEVERAL_ROWS) {
    const values = [keys, foldKeys, after.startedAt, to, after.startedAt, after.id, limit];
    const rows = await session.query<Row>({ ...page, values });
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < limit) return;
    after = { startedAt: toTimestamp(end.startedAt), id: end.id };
  }
}
