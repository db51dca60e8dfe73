import type { Session } from "../database/database.ts";
import {
  toBooleanArray,
  toIntArray,
  toJsonbArray,
  toTextArray,
  toTimestampArray,
  toUuidArray,
} from "./binary-array.ts";
import type { FoldedTrace } from "../fold/fold-result.ts";
import { toKeyList, type FoldRow } from "./fold-columns.ts";

/** A fold as it is after a commit. `trace` is what a list shows of one that makes no run. */
export type FoldChange = Omit<FoldRow, "lastSeenAt"> & { trace?: FoldedTrace | undefined };

// An upsert of rows that are there, since Citus joins no table with a list of parameters to update it. What is not folded keeps what
// a list shows of it.
const TEXT = `
  insert into folds as f (
    fold_key, version, dirty, spans, log_keys, trace_ids, first_start_at, last_start_at, last_seen_at, runs, missing_parents,
    is_listed, name, service_name, status, started_at, ended_at, log_records
  )
  select
    fold_key, version, dirty, spans, log_keys::uuid[], trace_ids::uuid[], first_start_at, last_start_at, '-infinity', runs,
    missing_parents::text[], name is not null, name, service_name, status, started_at, ended_at, log_records
  from unnest(
    $1::uuid[], $2::int[], $3::boolean[], $4::int[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
    $9::jsonb[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[],
    $16::int[]
  ) as batch (
    fold_key, version, dirty, spans, log_keys, trace_ids, first_start_at, last_start_at,
    runs, missing_parents, name, service_name, status, started_at, ended_at, log_records
  )
  order by fold_key
  on conflict (fold_key) do update set
    version = excluded.version, dirty = excluded.dirty, spans = excluded.spans, log_keys = excluded.log_keys,
    trace_ids = excluded.trace_ids, first_start_at = excluded.first_start_at, last_start_at = excluded.last_start_at,
    runs = excluded.runs, missing_parents = excluded.missing_parents, log_records = excluded.log_records,
    is_listed = case when excluded.dirty then f.is_listed else excluded.is_listed and not f.hosts_runs end,
    name = case when excluded.dirty then f.name else excluded.name end,
    service_name = case when excluded.dirty then f.service_name else excluded.service_name end,
    status = case when excluded.dirty then f.status else excluded.status end,
    started_at = case when excluded.dirty then f.started_at else excluded.started_at end,
    ended_at = case when excluded.dirty then f.ended_at else excluded.ended_at end`;

/** Writes folds that the transaction has locked. */
export async function updateFolds(session: Session, folds: readonly FoldChange[]): Promise<void> {
  if (folds.length === 0) return;
  await session.query({
    name: "update_folds",
    text: TEXT,
    values: [
      toUuidArray(folds.map((fold) => fold.foldKey)),
      toIntArray(folds.map((fold) => fold.version)),
      toBooleanArray(folds.map((fold) => fold.dirty)),
      toIntArray(folds.map((fold) => fold.spans)),
      toTextArray(folds.map((fold) => toKeyList(fold.logKeys))),
      toTextArray(folds.map((fold) => toKeyList(fold.traceKeys))),
      toTimestampArray(folds.map((fold) => fold.firstStartAt)),
      toTimestampArray(folds.map((fold) => fold.lastStartAt)),
      toJsonbArray(folds.map((fold) => JSON.stringify(fold.runs))),
      toTextArray(folds.map(({ missingParents }) => missingParents && toKeyList(missingParents))),
      toTextArray(folds.map((fold) => fold.trace?.name)),
      toTextArray(folds.map((fold) => fold.trace?.serviceName)),
      toTextArray(folds.map((fold) => fold.trace?.status)),
      toTimestampArray(folds.map((fold) => fold.trace?.startedAt)),
      toTimestampArray(folds.map((fold) => fold.trace?.endedAt)),
      toIntArray(folds.map((fold) => fold.logRecords)),
    ],
  });
}
