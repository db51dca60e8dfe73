import { randomInt } from "node:crypto";
import type { Session } from "../database/database.ts";
import { toBooleanArray, toIntArray, toTextArray, toTimestampArray, toUuidArray } from "./binary-array.ts";
import { FOLD_COLUMNS, toKeyList, type FoldRow } from "./fold-columns.ts";

// An upsert and not `select … for update`: that locks no row that is not there yet, and Citus refuses it across shards. What is to be
// marked is marked here: a second statement would be a third of what a batch of one span costs.
const TEXT = `
  insert into folds as f (
    fold_key, version, dirty, spans, log_keys, trace_ids, first_start_at, last_start_at, last_seen_at, runs, hosts_runs
  )
  select
    fold_key, $10::int + dirty::int, dirty, spans, log_keys::uuid[], trace_ids::uuid[], first_start_at, last_start_at,
    coalesce(seen_at, now()), '[]', hosts_runs
  from unnest(
    $1::uuid[], $2::timestamptz[], $3::boolean[], $4::boolean[], $5::int[], $6::text[], $7::text[], $8::timestamptz[],
    $9::timestamptz[]
  ) as batch (fold_key, seen_at, hosts_runs, dirty, spans, log_keys, trace_ids, first_start_at, last_start_at)
  order by fold_key
  on conflict (fold_key) do update set
    version = f.version + excluded.dirty::int,
    dirty = f.dirty or excluded.dirty,
    spans = f.spans + excluded.spans,
    log_keys = f.log_keys || excluded.log_keys,
    trace_ids = f.trace_ids || excluded.trace_ids,
    first_start_at = least(f.first_start_at, excluded.first_start_at),
    last_start_at = greatest(f.last_start_at, excluded.last_start_at),
    last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at),
    hosts_runs = f.hosts_runs or excluded.hosts_runs,
    is_listed = f.is_listed and not excluded.hosts_runs
  returning ${FOLD_COLUMNS}`;

/**
 * The version that a new row begins with is below this, and none that a row of the same key has had before it was deleted: what a
 * process remembers of that one would else be taken for right.
 */
const FIRST_VERSIONS = 2 ** 30;

/** Spans that come to a fold which is not folded with them. */
export interface FoldMark {
  spans: number;
  /** Keys of `logs` and traces that the fold does not know. */
  logKeys: string[];
  traceKeys: string[];
  firstStartAt: number;
  lastStartAt: number;
}

/** A fold to lock. */
export interface FoldLock {
  foldKey: string;
  /** When its spans came (ms since the epoch): now by the database's clock, or never, when none came. */
  seenAt: number | "now" | "never";
  /** Whether runs with keys of their own are in this trace. */
  hostsRuns?: boolean;
  /** Marks the fold, and raises its version. */
  mark?: FoldMark | undefined;
}

/**
 * Makes the folds that are missing and locks all of them until the transaction ends, in the order of their keys, so that two
 * transactions wait for each other's end at most.
 */
export async function lockFolds(session: Session, locks: readonly FoldLock[]): Promise<FoldRow[]> {
  return session.query({
    name: "lock_folds",
    text: TEXT,
    values: [
      toUuidArray(locks.map(({ foldKey }) => foldKey)),
      toTimestampArray(locks.map(({ seenAt }) => toMoment(seenAt))),
      toBooleanArray(locks.map(({ hostsRuns }) => hostsRuns ?? false)),
      toBooleanArray(locks.map(({ mark }) => mark !== undefined)),
      toIntArray(locks.map(({ mark }) => mark?.spans ?? 0)),
      toTextArray(locks.map(({ mark }) => toKeyList(mark?.logKeys ?? []))),
      toTextArray(locks.map(({ mark }) => toKeyList(mark?.traceKeys ?? []))),
      toTimestampArray(locks.map(({ mark }) => mark?.firstStartAt)),
      toTimestampArray(locks.map(({ mark }) => mark?.lastStartAt)),
      randomInt(FIRST_VERSIONS),
    ],
  });
}

function toMoment(seenAt: FoldLock["seenAt"]): number | null {
  if (seenAt === "now") return null;
  return seenAt === "never" ? -Infinity : seenAt;
}
