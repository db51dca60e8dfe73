import type { Session } from "../database/database.ts";

/** Marks a fold whose runs were just written: they do not know all of its spans. */
export async function markFold(session: Session, foldKey: string): Promise<void> {
  await session.query({
    name: "mark_fold",
    text: "update folds set dirty = true where fold_key = $1",
    values: [foldKey],
  });
}
