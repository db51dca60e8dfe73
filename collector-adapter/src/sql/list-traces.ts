import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import type { TraceRow } from "./fold-columns.ts";
import { toMs } from "./run-columns.ts";

/** One page, and how many traces there are in all. */
export interface TracePage {
  rows: TraceRow[];
  total: number;
}

/** Place in the list: start and key of the trace after which the page begins. */
export interface Position {
  startedAt: number;
  id: string;
}

const LIST = `
  select
    fold_key as "traceKey", name, service_name as "serviceName", status, spans - log_records as spans,
    ${toMs("started_at")} as "startedAt", ${toMs("ended_at")} as "endedAt"
  from folds
  where is_listed and ($1::timestamptz is null or (started_at, fold_key) < ($1, $2::uuid))
  order by started_at desc, fold_key desc
  limit $3`;

const COUNT = "select count(*)::int as total from folds where is_listed";

/** Traces that are not a run, newest first, after the given place, and how many there are. */
export async function listTraces(session: Session, limit: number, after?: Position): Promise<TracePage> {
  const values = [after ? toTimestamp(after.startedAt) : null, after?.id ?? null, limit];
  const rows = await session.query<TraceRow>({ text: LIST, values }); // no name: planned for the place given
  const [count] = await session.query<{ total: number }>({ name: "count_traces", text: COUNT });
  return { rows, total: count?.total ?? 0 };
}
