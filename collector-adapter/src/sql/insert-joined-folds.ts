import type { Session } from "../database/database.ts";
import { toUuidArray } from "./binary-array.ts";

const TEXT = `
  insert into joined_folds (trace_key, fold_key)
  select trace_key, fold_key from unnest($1::uuid[], $2::uuid[]) as batch (trace_key, fold_key)
  order by trace_key, fold_key
  on conflict do nothing`;

/** A fold with spans in a trace whose key is another one. */
export interface JoinedFold {
  traceKey: string;
  foldKey: string;
}

/** Remembers which folds have spans in a trace. */
export async function insertJoinedFolds(session: Session, joined: readonly JoinedFold[]): Promise<void> {
  if (joined.length === 0) return;
  await session.query({
    name: "insert_joined_folds",
    text: TEXT,
    values: [toUuidArray(joined.map(({ traceKey }) => traceKey)), toUuidArray(joined.map(({ foldKey }) => foldKey))],
  });
}
