import type { LogType } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { LogBody, StoredSpan } from "../database/log-row.ts";
import { toTimestamp } from "../database/timestamps.ts";

/** What reading a run needs of a row of `logs`. */
export interface ReadLogRow {
  id: string;
  runId: string;
  parentRunId: string | null;
  type: LogType;
  status: string | null;
  createdAt: number;
  body: LogBody;
}

/** Most rows one run is read with: 100 000 spans are drawn, a runaway loop must not fill the memory. */
const MAX_RUN_ROWS = 200_000;

const LIST = `
  select
    id, run_id as "runId", parent_run_id as "parentRunId", type, status,
    (extract(epoch from created_at) * 1000)::float8 as "createdAt", body
  from logs
  where run_id = any($1::uuid[]) and created_at between $2 and $3
  order by created_at, id
  limit ${MAX_RUN_ROWS}`;

/** Rows of the given runs or traces between two moments (ms since the epoch), which spare it the other days' partitions. */
export async function listLogRows(
  session: Session,
  runIds: readonly string[],
  from: number,
  to: number,
): Promise<ReadLogRow[]> {
  return session.query({ name: "list_log_rows", text: LIST, values: [runIds, toTimestamp(from), toTimestamp(to)] });
}

/** An open span and how long it has not been heard of, ms by the database's clock. */
export interface ReadOpenSpan {
  silentMs: number;
  body: StoredSpan;
}

/** The open spans of the given runs or traces. */
export async function listOpenSpans(session: Session, runIds: readonly string[]): Promise<ReadOpenSpan[]> {
  return session.query({
    name: "list_open_spans",
    text: `
      select (extract(epoch from now() - last_seen_at) * 1000)::float8 as "silentMs", body
      from open_spans where run_id = any($1::uuid[])
      limit ${MAX_RUN_ROWS}`,
    values: [runIds],
  });
}
