import type { Session } from "../database/database.ts";
import { toTimestampArray, toUuidArray } from "./binary-array.ts";
import { FOLD_COLUMNS, type FoldRow } from "./fold-columns.ts";

// An upsert and not `select … for update`: that locks no row that is not there yet, and Citus refuses it across shards.
const TEXT = `
  insert into folds as f (fold_key, version, dirty, spans, log_keys, trace_ids, joined, last_seen_at, runs)
  select fold_key, 0, false, 0, '{}', '{}', '{}', coalesce(seen_at, now()), '[]'
  from unnest($1::uuid[], $2::timestamptz[]) as batch (fold_key, seen_at)
  order by fold_key
  on conflict (fold_key) do update set last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at)
  returning ${FOLD_COLUMNS}`;

/** A fold to lock, and when its spans came (ms since the epoch): now by the database's clock, or never, when none came. */
export interface FoldLock {
  foldKey: string;
  seenAt: number | "now" | "never";
}

/**
 * Makes the folds that are missing and locks all of them until the transaction ends, in the order of their keys, so that two
 * transactions wait for each other's end at most.
 */
export async function lockFolds(session: Session, locks: readonly FoldLock[]): Promise<FoldRow[]> {
  const values = [
    toUuidArray(locks.map(({ foldKey }) => foldKey)),
    toTimestampArray(locks.map(({ seenAt }) => toMoment(seenAt))),
  ];
  return session.query({ name: "lock_folds", text: TEXT, values });
}

function toMoment(seenAt: FoldLock["seenAt"]): number | null {
  if (seenAt === "now") return null;
  return seenAt === "never" ? -Infinity : seenAt;
}
