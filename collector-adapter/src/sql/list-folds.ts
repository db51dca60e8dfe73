import type { Session } from "../database/database.ts";
import { FOLD_COLUMNS, type FoldRow } from "./fold-columns.ts";

/** The folds of the given keys that there are. */
export async function listFolds(session: Session, foldKeys: readonly string[]): Promise<FoldRow[]> {
  return session.query({
    name: "list_folds",
    text: `select ${FOLD_COLUMNS} from folds where fold_key = any($1::uuid[]) order by fold_key`,
    values: [foldKeys],
  });
}

/** The folds with spans of a trace, which is named by its id as a UUID. */
export async function listFoldsOfTrace(session: Session, traceKey: string): Promise<FoldRow[]> {
  const [own] = await listFolds(session, [traceKey]);
  return own ? [own, ...(await listFolds(session, own.joined))] : [];
}
