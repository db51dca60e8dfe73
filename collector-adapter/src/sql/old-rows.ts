import type { Session } from "../database/database.ts";
import { toMs } from "./run-columns.ts";

/** A row of `logs` as version 1 wrote it; `body` is that version's. */
export interface OldLogRow {
  id: string;
  runId: string;
  /** Text, since a number would lose digits of it. */
  createdAt: string;
  createdAtMs: number;
  body: unknown;
}

/** An open span of version 1. */
export interface OldOpenSpan {
  runId: string;
  spanId: string;
  lastSeenAtMs: number;
  body: unknown;
}

/** Whether there are tables of version 1, whose rows may not have been converted. */
export async function hasOldTables(session: Session): Promise<boolean> {
  const rows = await session.query<{ there: boolean }>({
    text: "select to_regclass('logs_000001') is not null as there",
  });
  return rows[0]?.there ?? false;
}

/** How many rows are to be converted. */
export async function countOldRows(session: Session): Promise<number> {
  const text = "select ((select count(*) from logs_000001) + (select count(*) from open_spans_000001))::int as rows";
  const rows = await session.query<{ rows: number }>({ text });
  return rows[0]?.rows ?? 0;
}

/** The first rows in the order of their key, of which there may be a given number, and about so many bytes. */
export async function listOldRows(session: Session, limit: number, maxBytes: number): Promise<OldLogRow[]> {
  return session.query({
    name: "list_old_rows",
    text: `
      select id, run_id as "runId", created_at::text as "createdAt", ${toMs("created_at")} as "createdAtMs", body
      from (
        select *, sum(pg_column_size(body)) over (order by run_id, created_at, id) - pg_column_size(body) as bytes_before
        from (select * from logs_000001 order by run_id, created_at, id limit $1) as first_rows
      ) as measured
      where bytes_before < $2
      order by run_id, created_at, id`,
    values: [limit, maxBytes],
  });
}

/** Deletes the rows up to one, in the order of their key. */
export async function deleteOldRows(session: Session, last: OldLogRow): Promise<void> {
  await session.query({
    name: "delete_old_rows",
    text: "delete from logs_000001 where (run_id, created_at, id) <= ($1::uuid, $2::timestamptz, $3::uuid)",
    values: [last.runId, last.createdAt, last.id],
  });
}

/** The first open spans in the order of their key. */
export async function listOldOpenSpans(session: Session, limit: number): Promise<OldOpenSpan[]> {
  return session.query({
    name: "list_old_open_spans",
    text: `
      select run_id as "runId", span_id as "spanId", ${toMs("last_seen_at")} as "lastSeenAtMs", body
      from open_spans_000001 order by run_id, span_id limit $1`,
    values: [limit],
  });
}

/** Deletes the open spans up to one, in the order of their key. */
export async function deleteOldOpenSpans(session: Session, last: OldOpenSpan): Promise<void> {
  await session.query({
    name: "delete_old_open_spans",
    text: "delete from open_spans_000001 where (run_id, span_id) <= ($1::uuid, $2::text)",
    values: [last.runId, last.spanId],
  });
}

/** Removes the tables of version 1, once they are empty. */
export async function dropOldTables(session: Session): Promise<void> {
  await session.query({ text: "drop table if exists logs_000001, open_spans_000001" });
}
