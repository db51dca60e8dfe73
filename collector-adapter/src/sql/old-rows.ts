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

/** Where a row of `logs` stands in the order of the key. */
export type OldRowPlace = Pick<OldLogRow, "runId" | "createdAt" | "id">;

/** Before any row. */
export const FIRST_ROW: OldRowPlace = {
  runId: "00000000-0000-0000-0000-000000000000",
  createdAt: "-infinity",
  id: "00000000-0000-0000-0000-000000000000",
};

const AFTER = "(run_id, created_at, id) > ($1::uuid, $2::timestamptz, $3::uuid)";

/** The next rows in the order of their key, of which there may be a given number, and about so many bytes. */
export async function listOldRows(
  session: Session,
  after: OldRowPlace,
  limit: number,
  maxBytes: number,
): Promise<OldLogRow[]> {
  return session.query({
    name: "list_old_rows",
    text: `
      select id, run_id as "runId", created_at::text as "createdAt", ${toMs("created_at")} as "createdAtMs", body
      from (
        select *, sum(pg_column_size(body)) over (order by run_id, created_at, id) - pg_column_size(body) as bytes_before
        from (select * from logs_000001 where ${AFTER} order by run_id, created_at, id limit $4) as first_rows
      ) as measured
      where bytes_before < $5
      order by run_id, created_at, id`,
    values: [after.runId, after.createdAt, after.id, limit, maxBytes],
  });
}

/** Deletes the rows after one and up to another, in the order of their key, but those of the given ids. */
export async function deleteOldRows(
  session: Session,
  after: OldRowPlace,
  last: OldRowPlace,
  kept: readonly string[],
): Promise<void> {
  await session.query({
    name: "delete_old_rows",
    text: `
      delete from logs_000001
      where ${AFTER} and (run_id, created_at, id) <= ($4::uuid, $5::timestamptz, $6::uuid) and id <> all($7::uuid[])`,
    values: [after.runId, after.createdAt, after.id, last.runId, last.createdAt, last.id, kept],
  });
}

/** Where an open span stands in the order of the key. */
export type OldOpenSpanPlace = Pick<OldOpenSpan, "runId" | "spanId">;

/** Before any open span. */
export const FIRST_OPEN_SPAN: OldOpenSpanPlace = { runId: FIRST_ROW.runId, spanId: "" };

const OPEN_AFTER = "(run_id, span_id) > ($1::uuid, $2::text)";

/** The next open spans in the order of their key. */
export async function listOldOpenSpans(
  session: Session,
  after: OldOpenSpanPlace,
  limit: number,
): Promise<OldOpenSpan[]> {
  return session.query({
    name: "list_old_open_spans",
    text: `
      select run_id as "runId", span_id as "spanId", ${toMs("last_seen_at")} as "lastSeenAtMs", body
      from open_spans_000001 where ${OPEN_AFTER} order by run_id, span_id limit $3`,
    values: [after.runId, after.spanId, limit],
  });
}

/** Deletes the open spans after one and up to another, in the order of their key, but those of the given ids. */
export async function deleteOldOpenSpans(
  session: Session,
  after: OldOpenSpanPlace,
  last: OldOpenSpanPlace,
  kept: readonly string[],
): Promise<void> {
  await session.query({
    name: "delete_old_open_spans",
    text: `
      delete from open_spans_000001
      where ${OPEN_AFTER} and (run_id, span_id) <= ($3::uuid, $4::text) and span_id <> all($5::text[])`,
    values: [after.runId, after.spanId, last.runId, last.spanId, kept],
  });
}

/** Removes the tables of version 1, once they are empty. */
export async function dropOldTables(session: Session): Promise<void> {
  await session.query({ text: "drop table if exists logs_000001, open_spans_000001" });
}

/** Puts the tables of version 1 aside, with what could not be converted: the next start does not look at them. */
export async function keepOldTables(session: Session): Promise<void> {
  for (const table of ["logs", "open_spans"]) {
    await session.query({ text: `alter table ${table}_000001 rename to ${table}_000001_unread` });
  }
}
