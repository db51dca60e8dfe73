import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";

const TEXT = `
  select span_id as "spanId", fold_key as "foldKey" from logs where ${IS_OF_FOLDS} and id = any($5::uuid[])
  union
  select span_id as "spanId", fold_key as "foldKey" from open_spans where ${IS_OF_FOLDS} and span_id = any($6::text[])`;

/** In which of some folds spans are: those that have a row of one of these ids, or are open and have one of these span ids. */
export async function findSpanFolds(
  session: Session,
  folds: readonly FoldPlace[],
  { rowIds, spanIds }: { rowIds: readonly string[]; spanIds: readonly string[] },
): Promise<{ spanId: string; foldKey: string }[]> {
  const place = toFoldValues(folds);
  return place === undefined
    ? []
    : session.query({ name: "find_span_folds", text: TEXT, values: [...place, rowIds, spanIds] });
}
