import type { Session } from "../database/database.ts";
import { toJsonArray, toTimestampArray, toUuidArray } from "./binary-array.ts";

/** Other facts for a row that is there. */
export interface ChangedFacts {
  id: string;
  runId: string;
  startedAt: number;
  foldKey: string;
  /** `StoredFacts` as JSON. */
  facts: string;
}

// An upsert of rows that are there, since Citus joins no table with a list of parameters to update it.
const TEXT = `
  insert into logs (id, run_id, started_at, fold_key, facts, created_at, body, type, span_id, version)
  select id, run_id, started_at, fold_key, facts, started_at, '{}', '', '', ''
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::uuid[], $5::json[]) as batch (id, run_id, started_at, fold_key, facts)
  on conflict (run_id, started_at, id) do update set facts = excluded.facts`;

/** Replaces the facts of rows of ended spans, whose folds the transaction has locked. Their versions stay. */
export async function updateFacts(session: Session, rows: readonly ChangedFacts[]): Promise<void> {
  if (rows.length === 0) return;
  await session.query({
    name: "update_facts",
    text: TEXT,
    values: [
      toUuidArray(rows.map(({ id }) => id)),
      toUuidArray(rows.map(({ runId }) => runId)),
      toTimestampArray(rows.map(({ startedAt }) => startedAt)),
      toUuidArray(rows.map(({ foldKey }) => foldKey)),
      toJsonArray(rows.map(({ facts }) => facts)),
    ],
  });
}
