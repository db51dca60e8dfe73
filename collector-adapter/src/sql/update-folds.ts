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
    $9::timestamptz[], $10::jsonb[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::timestamptz[]
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
      toUuidArray(folds.map((fold) => fold.foldKey)),
      toIntArray(folds.map((fold) => fold.version)),
      toBooleanArray(folds.map((fold) => fold.dirty)),
      toIntArray(folds.map((fold) => fold.spans)),
      toTextArray(folds.map((fold) => `{${fold.logKeys.join(",")}}`)), // arrays of several lengths make no array of arrays
      toTextArray(folds.map((fold) => `{${fold.traceKeys.join(",")}}`)),
      toTextArray(folds.map((fold) => `{${fold.joined.join(",")}}`)),
      toTimestampArray(folds.map((fold) => fold.firstStartAt)),
      toTimestampArray(folds.map((fold) => fold.lastStartAt)),
      toJsonbArray(folds.map((fold) => fold.runs)),
      toTextArray(folds.map((fold) => fold.trace?.name)),
      toTextArray(folds.map((fold) => fold.trace?.serviceName)),
      toTextArray(folds.map((fold) => fold.trace?.status)),
      toTimestampArray(folds.map((fold) => fold.trace?.startedAt)),
      toTimestampArray(folds.map((fold) => fold.trace?.endedAt)),
    ],
  });
}
