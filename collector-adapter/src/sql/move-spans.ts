import type { Session } from "../database/database.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldPlace } from "./fold-columns.ts";

const MOVE = (table: string) => `update ${table} set fold_key = $6 where ${IS_OF_FOLDS} and span_id = any($5::text[])`;

/** Puts spans of one fold into another; their rows stay where they are. */
export async function moveSpans(
  session: Session,
  from: FoldPlace,
  spanIds: readonly string[],
  to: string,
): Promise<void> {
  const place = toFoldValues([from]);
  if (place === undefined) return;
  const values = [...place, spanIds, to];
  await session.query({ name: "move_log_rows", text: MOVE("logs"), values });
  await session.query({ name: "move_open_spans", text: MOVE("open_spans"), values });
}
