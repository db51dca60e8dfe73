import type { Transaction } from "../database/database.ts";
import type { LogRow } from "../records/span-record.ts";
import { JSON_TEXT, JSONB, TEXT, TIMESTAMPTZ, UUID } from "./binary-types.ts";
import { BinaryWriter } from "./binary-writer.ts";

const COLUMNS = 16;
const STATEMENT = `
  copy logs (
    id, created_at, entity_id, room_id, agent_id, run_id, parent_run_id, type, status, body,
    started_at, fold_key, span_id, parent_span_id, version, facts
  ) from stdin (format binary)`;

/** What a binary copy begins with: the format's name, no flags, no extension. */
const HEADER = Buffer.from("PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const TRAILER = -1;

/** Kept for the next copies. As many as there are batches at a time. */
const writers: BinaryWriter[] = [];

/**
 * Adds rows of which none is there.
 *
 * @throws SQLSTATE 23505, on Citus XX000, when one is: the transaction is over, and `insertLogRows` takes the same rows
 */
export async function copyLogRows(session: Transaction, rows: readonly LogRow[]): Promise<void> {
  if (rows.length === 0) return;
  const writer = writers.pop() ?? new BinaryWriter();
  writer.clear();
  writer.raw(HEADER);
  for (const row of rows) writeRow(writer, row);
  writer.int16(TRAILER);
  await session.copy({ text: STATEMENT, rows: writer.bytes });
  writers.push(writer); // not after an error: a connection that gives no answer may still send the rows
}

function writeRow(writer: BinaryWriter, row: LogRow): void {
  writer.int16(COLUMNS);
  writer.value(UUID, row.id);
  writer.value(TIMESTAMPTZ, row.createdAt);
  writer.value(UUID, row.entityId);
  writer.value(UUID, row.roomId);
  writer.value(UUID, row.agentId);
  writer.value(UUID, row.runId);
  writer.value(UUID, row.parentRunId);
  writer.value(TEXT, row.type);
  writer.value(TEXT, row.status);
  writer.value(JSONB, row.body);
  writer.value(TIMESTAMPTZ, row.startedAt);
  writer.value(UUID, row.foldKey);
  writer.value(TEXT, row.spanId);
  writer.value(TEXT, row.parentSpanId);
  writer.value(TEXT, row.version);
  writer.value(JSON_TEXT, row.facts);
}
