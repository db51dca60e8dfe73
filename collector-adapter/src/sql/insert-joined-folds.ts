import type { Session } from "../database/database.ts";
import { toUuidArray } from "./binary-array.ts";

const TEXT = `
  insert into joined_folds (trace_key, fold_key)
  select trace_key, fold_key from unnest($1::uuid[], $2::uuid[]) as batch (trace_key, fold_key)
  order by trace_key, fold_key
  on conflict do nothing`;

const HAND_ON = `
  delete from joined_folds where trace_key = any($1::uuid[]) and fold_key = $2`;
const TAKE = `
  insert into joined_folds (trace_key, fold_key, takes_all)
  select trace_key, $2::uuid, true from unnest($1::uuid[]) as taken (trace_key)
  order by trace_key
  on conflict (trace_key, fold_key) do update set takes_all = true`;

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

/** Remembers that all of some traces is of a fold from now on, and no more of the one that it was of. */
export async function handOnTraces(
  session: Session,
  traceKeys: readonly string[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  await session.query({ name: "hand_on_traces", text: HAND_ON, values: [traceKeys, from] });
  await session.query({ name: "take_traces", text: TAKE, values: [traceKeys, to] });
}
