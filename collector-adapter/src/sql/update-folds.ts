import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { fromJsonArray, toJsonArray } from "./json-array.ts";
import type { FoldedTrace } from "../fold/fold-result.ts";
import type { FoldRow } from "./fold-columns.ts";

/** A fold as it is after a commit; without `trace` when it has not been folded. */
export type FoldChange = Omit<FoldRow, "lastSeenAt"> & { trace?: FoldedTrace | undefined };

const TEXT = `
  update folds set
    version = batch.version, dirty = batch.dirty, spans = batch.spans, log_keys = batch.log_keys::uuid[],
    trace_ids = batch.trace_ids::uuid[], joined = batch.joined::uuid[], first_start_at = batch.first_start_at,
    last_start_at = batch.last_start_at, runs = batch.runs, name = coalesce(batch.name, folds.name),
    service_name = coalesce(batch.service_name, folds.service_name), status = coalesce(batch.status, folds.status),
    started_at = coalesce(batch.started_at, folds.started_at),
    ended_at = case when batch.name is null then folds.ended_at else batch.ended_at end
  from unnest(
    $1::uuid[], $2::int[], $3::boolean[], $4::int[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
    $9::timestamptz[], ${fromJsonArray("$10", "jsonb")}, $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[]
  ) as batch (
    fold_key, version, dirty, spans, log_keys, trace_ids, joined, first_start_at,
    last_start_at, runs, name, service_name, status, started_at, ended_at
  )
  where folds.fold_key = batch.fold_key`;

/** Writes folds that the transaction has locked. */
export async function updateFolds(session: Session, folds: readonly FoldChange[]): Promise<void> {
  if (folds.length === 0) return;
  await session.query({
    name: "update_folds",
    text: TEXT,
    values: [
      folds.map((fold) => fold.foldKey),
      folds.map((fold) => fold.version),
      folds.map((fold) => fold.dirty),
      folds.map((fold) => fold.spans),
      folds.map((fold) => `{${fold.logKeys.join(",")}}`), // arrays of several lengths make no array of arrays
      folds.map((fold) => `{${fold.traceKeys.join(",")}}`),
      folds.map((fold) => `{${fold.joined.join(",")}}`),
      folds.map((fold) => toNullableTimestamp(fold.firstStartAt)),
      folds.map((fold) => toNullableTimestamp(fold.lastStartAt)),
      toJsonArray(folds.map((fold) => fold.runs)),
      folds.map((fold) => fold.trace?.name ?? null),
      folds.map((fold) => fold.trace?.serviceName ?? null),
      folds.map((fold) => fold.trace?.status ?? null),
      folds.map((fold) => toNullableTimestamp(fold.trace?.startedAt)),
      folds.map((fold) => toNullableTimestamp(fold.trace?.endedAt)),
    ],
  });
}

function toNullableTimestamp(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : toTimestamp(at);
}
