import type { Session } from "../database/database.ts";
import { FOLD_COLUMNS, type FoldRow } from "./fold-columns.ts";

/** A fold, and the keys of those that have spans in its trace and are folded by themselves: one of them may take all that comes of it. */
export type HostFold = FoldRow & { joined: string[]; takenBy: string | undefined };

const JOINED = `
  select trace_key as "traceKey", fold_key as "foldKey", takes_all as "takesAll" from joined_folds
  where trace_key = any($1::uuid[])
  order by fold_key`;

/** The folds of the given keys that there are. */
export async function listFolds(session: Session, foldKeys: readonly string[]): Promise<HostFold[]> {
  const folds = await session.query<FoldRow>({
    name: "list_folds",
    text: `select ${FOLD_COLUMNS} from folds where fold_key = any($1::uuid[]) order by fold_key`,
    values: [foldKeys],
  });
  const hosts = folds.flatMap(({ foldKey, hostsRuns }) => (hostsRuns ? [foldKey] : []));
  const values = [hosts];
  const joined =
    hosts.length === 0
      ? []
      : await session.query<{ traceKey: string; foldKey: string; takesAll: boolean }>({
          name: "list_joined",
          text: JOINED,
          values,
        });
  return folds.map((fold) => {
    const guests = joined.filter(({ traceKey }) => traceKey === fold.foldKey);
    const takenBy = guests.find(({ takesAll }) => takesAll)?.foldKey;
    return { ...fold, joined: guests.map(({ foldKey }) => foldKey), takenBy };
  });
}

/** The folds with spans of a trace, which is named by its id as a UUID. */
export async function listFoldsOfTrace(session: Session, traceKey: string): Promise<FoldRow[]> {
  const [own] = await listFolds(session, [traceKey]);
  return own ? [own, ...(await listFolds(session, own.joined))] : [];
}
