import type { Session } from "../database/database.ts";
import type { StoredFacts } from "../records/span-record.ts";
import { IS_OF_FOLDS, MAX_FOLD_ROWS, toFoldValues, type FoldPlace } from "./fold-columns.ts";

/** The facts of a span, ended or open. */
export interface FoldSpanRow {
  foldKey: string;
  version: string;
  facts: StoredFacts;
}

const TEXT = `
  (
    select fold_key as "foldKey", version, facts from logs
    where ${IS_OF_FOLDS} and facts is not null
    order by started_at, id
    limit ${MAX_FOLD_ROWS}
  )
  union all
  (
    select fold_key as "foldKey", version, facts from open_spans
    where ${IS_OF_FOLDS}
    order by started_at, span_id
    limit ${MAX_FOLD_ROWS}
  )`;

/** What is known of all spans of some folds. */
export async function listFoldSpans(session: Session, folds: readonly FoldPlace[]): Promise<FoldSpanRow[]> {
  const values = toFoldValues(folds);
  return values === undefined ? [] : session.query({ name: "list_fold_spans", text: TEXT, values });
}
