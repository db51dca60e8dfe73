import type { Session } from "../database/database.ts";
import type { LogRow } from "../records/span-record.ts";
import { toJsonArray, toJsonbArray, toTextArray, toTimestampArray, toUuidArray } from "./binary-array.ts";

const TEXT = `
  insert into logs (
    id, created_at, entity_id, room_id, agent_id, run_id, parent_run_id, type, status, body,
    started_at, fold_key, span_id, parent_span_id, version, facts
  )
  select * from unnest(
    $1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
    $10::jsonb[], $11::timestamptz[], $12::uuid[], $13::text[], $14::text[], $15::text[], $16::json[]
  )
  on conflict (run_id, started_at, id) do update set
    created_at = excluded.created_at, entity_id = excluded.entity_id, room_id = excluded.room_id,
    agent_id = excluded.agent_id, parent_run_id = excluded.parent_run_id, type = excluded.type, status = excluded.status,
    body = excluded.body, fold_key = excluded.fold_key, parent_span_id = excluded.parent_span_id,
    version = excluded.version, facts = excluded.facts
  where logs.version < excluded.version
  returning run_id as "runId", id`;

/** Names a row of `logs`, but for its day: the id alone is of one span and moment. */
export interface LogRowKey {
  runId: string;
  id: string;
}

/**
 * Inserts rows and says which are new or have replaced an earlier version of the same row.
 * Sorted by run: a run's rows then share pages (53 pages a run become 14), and two writers lock in the same order.
 */
export async function insertLogRows(session: Session, rows: readonly LogRow[]): Promise<LogRowKey[]> {
  if (rows.length === 0) return [];
  const sorted = listLatest(rows).sort(
    (a, b) => compare(a.runId, b.runId) || a.startedAt - b.startedAt || compare(a.id, b.id),
  );
  return session.query({
    name: "insert_log_rows",
    text: TEXT,
    values: [
      toUuidArray(sorted.map((row) => row.id)),
      toTimestampArray(sorted.map((row) => row.createdAt)),
      toUuidArray(sorted.map((row) => row.entityId)),
      toUuidArray(sorted.map((row) => row.roomId)),
      toUuidArray(sorted.map((row) => row.agentId)),
      toUuidArray(sorted.map((row) => row.runId)),
      toUuidArray(sorted.map((row) => row.parentRunId)),
      toTextArray(sorted.map((row) => row.type)),
      toTextArray(sorted.map((row) => row.status)),
      toJsonbArray(sorted.map((row) => row.body)),
      toTimestampArray(sorted.map((row) => row.startedAt)),
      toUuidArray(sorted.map((row) => row.foldKey)),
      toTextArray(sorted.map((row) => row.spanId)),
      toTextArray(sorted.map((row) => row.parentSpanId)),
      toTextArray(sorted.map((row) => row.version)),
      toJsonArray(sorted.map((row) => row.facts)),
    ],
  });
}

/** Each row in its latest version: a statement may not meet a row twice. */
function listLatest(rows: readonly LogRow[]): LogRow[] {
  const latest = new Map<string, LogRow>();
  for (const row of rows) {
    const key = `${row.runId}/${row.startedAt}/${row.id}`;
    const before = latest.get(key);
    if (before === undefined || before.version < row.version) latest.set(key, row);
  }
  return [...latest.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
