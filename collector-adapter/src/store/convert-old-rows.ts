import type { Database, Session } from "../database/database.ts";
import { getSqlState, UNDEFINED_TABLE } from "../database/sql-state.ts";
import type { OtlpSpan } from "../otlp/otlp-span.ts";
import { toSpanRecord } from "../spans/to-span-record.ts";
import {
  countOldRows,
  deleteOldOpenSpans,
  deleteOldRows,
  dropOldTables,
  FIRST_OPEN_SPAN,
  FIRST_ROW,
  hasOldTables,
  keepOldTables,
  listOldOpenSpans,
  listOldRows,
  type OldOpenSpanPlace,
  type OldRowPlace,
} from "../sql/old-rows.ts";
import { createFoldCache } from "./fold-cache.ts";
import { fromOldOpenSpan, fromOldRow } from "./from-old-span.ts";
import { createLogPartitions } from "./log-partitions.ts";
import { retryWrite } from "./retry-transaction.ts";
import { writeBatch } from "./write-batch.ts";

const ROWS_AT_ONCE = 1000;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

/** How far a conversion is. */
export interface ConversionProgress {
  /** Rows converted, of how many. */
  rows: number;
  all: number;
  /** Rows that could not be read. They are kept in `logs_000001_unread` and `open_spans_000001_unread`. */
  unreadable: number;
}

/**
 * Writes what version 1 has stored as this version stores it. Each step moves rows in one transaction: a process that ends in the
 * middle goes on when it is started again, and several may do it at the same time.
 *
 * @returns what was done; `undefined` when there was nothing to do
 */
export async function convertOldRows(
  database: Database,
  onProgress: (progress: ConversionProgress) => void,
): Promise<ConversionProgress | undefined> {
  if (!(await hasOldTables(database))) return undefined;
  try {
    return await convert(database, onProgress);
  } catch (error) {
    if (getSqlState(error) !== UNDEFINED_TABLE) throw error;
    return undefined; // another process has done the last of it
  }
}

async function convert(
  database: Database,
  onProgress: (progress: ConversionProgress) => void,
): Promise<ConversionProgress | undefined> {
  const progress: ConversionProgress = { rows: 0, all: await countOldRows(database), unreadable: 0 };
  const cache = createFoldCache();
  const partitions = createLogPartitions(database);

  /** Writes the spans of some rows and deletes the rows, but those that cannot be read. */
  async function move(
    rows: readonly OldSpan[],
    deleteRows: (session: Session, kept: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const kept = rows.flatMap(({ id, span }) => (span === undefined ? [id] : []));
    progress.unreadable += kept.length;
    const records = rows.flatMap(({ span, seenAt }) =>
      span === undefined || span === "none" ? [] : [{ ...toSpanRecord(span), seenAt }],
    );
    await retryWrite(partitions, records, () =>
      writeBatch(database, cache, records, (session) => deleteRows(session, kept)),
    );
    progress.rows += rows.length;
    onProgress(progress);
  }

  for (let after: OldRowPlace = FIRST_ROW; ;) {
    const rows = await listOldRows(database, after, ROWS_AT_ONCE, BYTES_AT_ONCE);
    const last = rows.at(-1);
    if (last === undefined) break;
    const spans = rows.map(({ id, body, createdAtMs }) => ({ id, span: fromOldRow(body), seenAt: createdAtMs }));
    await move(spans, (session, kept) => deleteOldRows(session, after, last, kept));
    after = last;
  }
  for (let after: OldOpenSpanPlace = FIRST_OPEN_SPAN; ;) {
    const rows = await listOldOpenSpans(database, after, ROWS_AT_ONCE);
    const last = rows.at(-1);
    if (last === undefined) break;
    const spans = rows.map(({ spanId, body, lastSeenAtMs }) => {
      return { id: spanId, span: fromOldOpenSpan(body), seenAt: lastSeenAtMs };
    });
    await move(spans, (session, kept) => deleteOldOpenSpans(session, after, last, kept));
    after = last;
  }
  if (progress.unreadable === 0) await dropOldTables(database);
  else await database.transaction(keepOldTables);
  return progress.all === 0 ? undefined : progress;
}

interface OldSpan {
  id: string;
  span: OtlpSpan | "none" | undefined;
  /** When it was last heard of, ms since the epoch. */
  seenAt: number;
}
