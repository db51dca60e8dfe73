import type { Session } from "../database/database.ts";
import type { LogBody, LogRecordFacts } from "../records/span-record.ts";
import { IS_OF_FOLDS, toFoldValues, type FoldRow } from "./fold-columns.ts";

/** A log record that names a span. */
export interface LogRecordRow {
  facts: LogRecordFacts;
  body: LogBody;
}

/** Log records of a span that are read, and the bytes of their rows, stored. */
const MAX_LOG_RECORDS = 1_000;
const MAX_BYTES = 8 * 1024 * 1024;

const COUNT = `
  select count(*)::int as log_records from logs
  where ${IS_OF_FOLDS} and span_id = $5 and type = 'log_record'`;

// The sizes are summed up before a body is read.
const LIST = `
  select facts, body from (
    select facts, body, started_at, id, version,
      sum(pg_column_size(body)) over in_order as bytes, row_number() over in_order as place
    from logs
    where ${IS_OF_FOLDS} and span_id = $5 and type = 'log_record'
    window in_order as (order by started_at, version, id)
  ) as log_records
  where place <= ${MAX_LOG_RECORDS} and bytes <= ${MAX_BYTES}
  order by started_at, version, id`;

/** The log records of a span, the first ones when there are very many, and how many there are. */
export async function listLogRecords(
  session: Session,
  folds: readonly FoldRow[],
  spanId: string,
): Promise<{ rows: LogRecordRow[]; total: number }> {
  const place = toFoldValues(folds.filter(({ logRecords, dirty }) => logRecords > 0 || dirty));
  if (place === undefined) return { rows: [], total: 0 };
  const values = [...place, spanId];
  const rows = await session.query<LogRecordRow>({ name: "list_log_records", text: LIST, values });
  const [count] = await session.query<{ log_records: number }>({ name: "count_log_records", text: COUNT, values });
  return { rows, total: count?.log_records ?? rows.length };
}
