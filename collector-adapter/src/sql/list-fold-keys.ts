import type { Session } from "../database/database.ts";
import type { FoldRow } from "./fold-columns.ts";

/** Before any key. */
export const FIRST_FOLD_KEY = "00000000-0000-0000-0000-000000000000";

const ALL = 'select fold_key as "foldKey" from folds where fold_key > $1 and spans > 0 order by fold_key limit $2';
const DIRTY = `
  select fold_key as "foldKey", version, spans, hosts_runs as "hostsRuns" from folds
  where dirty and fold_key > $1
  order by fold_key
  limit $2`;

/** Keys of folds with spans after the given one, in their order. */
export async function listFoldKeys(session: Session, after: string, limit: number): Promise<string[]> {
  const rows = await session.query<{ foldKey: string }>({ name: "list_fold_keys", text: ALL, values: [after, limit] });
  return rows.map((row) => row.foldKey);
}

/** A fold whose runs do not know all of its spans. */
export type DirtyFold = Pick<FoldRow, "foldKey" | "version" | "spans" | "hostsRuns">;

/** Folds after the given key that are marked, in their order. */
export async function listDirtyFolds(session: Session, after: string, limit: number): Promise<DirtyFold[]> {
  return session.query({ name: "list_dirty_folds", text: DIRTY, values: [after, limit] });
}

/** How many folds there are to fold again. */
export async function countFolds(session: Session): Promise<number> {
  const rows = await session.query<{ folds: number }>({
    text: "select count(*)::int as folds from folds where spans > 0",
  });
  return rows[0]?.folds ?? 0;
}
