import type { Session } from "../database/database.ts";

/** Before any key. */
export const FIRST_FOLD_KEY = "00000000-0000-0000-0000-000000000000";

const ALL = 'select fold_key as "foldKey" from folds where fold_key > $1 and spans > 0 order by fold_key limit $2';
const DIRTY = `
  select fold_key as "foldKey" from folds
  where dirty and fold_key > $1 and spans <= $3
  order by fold_key
  limit $2`;

/** Keys of folds with spans after the given one, in their order. */
export async function listFoldKeys(session: Session, after: string, limit: number): Promise<string[]> {
  const rows = await session.query<{ foldKey: string }>({ name: "list_fold_keys", text: ALL, values: [after, limit] });
  return rows.map((row) => row.foldKey);
}

/** Keys of folds after the given one whose runs do not know all of their spans, and that have so many of these at most. */
export async function listDirtyFoldKeys(
  session: Session,
  { after, limit, maxSpans }: { after: string; limit: number; maxSpans: number },
): Promise<string[]> {
  const values = [after, limit, maxSpans];
  const rows = await session.query<{ foldKey: string }>({ name: "list_dirty_fold_keys", text: DIRTY, values });
  return rows.map((row) => row.foldKey);
}

/** How many folds there are to fold again. */
export async function countFolds(session: Session): Promise<number> {
  const rows = await session.query<{ folds: number }>({
    text: "select count(*)::int as folds from folds where spans > 0",
  });
  return rows[0]?.folds ?? 0;
}
