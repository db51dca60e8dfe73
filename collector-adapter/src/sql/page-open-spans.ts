import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";
import { BEFORE_ANY_ID, type Page } from "./page-logs.ts";

/** Reads rows of `open_spans` of some folds in pages, in the order of their keys. @param columns - what is read beside these */
export function toOpenPages(name: string, columns: string): Page {
  const text = `
    select run_id as "runId", span_id as "spanId", ${columns}
    from open_spans
    where ${IS_OF_FOLDS} and (run_id, span_id) > ($5::uuid, $6::text)
    order by run_id, span_id
    limit $7`;
  return { name, text };
}

/** @param limit - rows of a page */
export async function* pageOpenSpans<Row>(
  session: Session,
  folds: readonly FoldPlace[],
  pages: Page,
  limit: number,
): AsyncGenerator<Row[]> {
  const place = toFoldValues(folds);
  if (place === undefined) return;
  let after = { runId: BEFORE_ANY_ID, spanId: "" };
  for (;;) {
    const values = [...place, after.runId, after.spanId, limit];
    const rows = await session.query<Row & typeof after>({ ...pages, values });
    if (rows.length > 0) yield rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < limit) return;
    after = end;
  }
}
