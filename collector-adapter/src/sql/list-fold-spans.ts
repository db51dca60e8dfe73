import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";

/** The facts of a span, ended or open. */
export interface FoldSpanRow {
  foldKey: string;
  version: string;
  isOpen: boolean;
  /** `StoredFacts` as JSON. */
  facts: string;
}

const TEXT = `
  (
    select fold_key as "foldKey", version, false as "isOpen", facts::text from logs
    where ${IS_OF_FOLDS} and facts is not null
    order by started_at, id
    limit $5
  )
  union all
  (
    select fold_key as "foldKey", version, true as "isOpen", facts::text from open_spans
    where ${IS_OF_FOLDS}
    order by started_at, span_id
    limit $5
  )`;

const COUNT = `
  select (
    (select count(*) from logs where ${IS_OF_FOLDS} and facts is not null) + (select count(*) from open_spans where ${IS_OF_FOLDS})
  )::int as spans`;

/** What is known of the spans of some folds: of the ended ones and of the open ones at most so many, the first to start. */
export async function listFoldSpans(
  session: Session,
  folds: readonly FoldPlace[],
  limit: number,
): Promise<FoldSpanRow[]> {
  const values = toFoldValues(folds);
  return values === undefined ? [] : session.query({ name: "list_fold_spans", text: TEXT, values: [...values, limit] });
}

/** How many spans a fold has. */
export async function countFoldSpans(session: Session, fold: FoldPlace): Promise<number> {
  const values = toFoldValues([fold]);
  if (values === undefined) return 0;
  const rows = await session.query<{ spans: number }>({ name: "count_fold_spans", text: COUNT, values });
  return rows[0]?.spans ?? 0;
}
