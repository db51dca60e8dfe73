import type { Database } from "../../src/database/database.ts";
import { toDay, toMoment } from "../../src/database/timestamps.ts";

/** A moment of a day that is so many days before today: at noon, or so many hours after its midnight. */
export function daysAgo(days: number, hour = 12): number {
  return toMoment(toDay(Date.now()) - days) + hour * 3_600_000;
}

/** The days of `logs` that have a table, such as 2026-01-31. */
export async function listDays(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>({
    text: "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'logs'::regclass order by 1",
  });
  return rows.map(({ name }) => name.replace("logs_on_", "").replaceAll("_", "-"));
}

/** How many rows of each table have to do with these runs or traces. */
export async function countRows(database: Database, keys: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [table, condition] of [
    ["logs", "run_id = any($1) or fold_key = any($1) or parent_run_id = any($1)"],
    ["open_spans", "run_id = any($1) or fold_key = any($1)"],
    ["runs", "run_id = any($1) or fold_key = any($1) or trace_id = any($1)"],
    ["folds", "fold_key = any($1)"],
    ["joined_folds", "fold_key = any($1)"],
  ] as const) {
    const text = `select count(*)::int as rows from ${table} where ${condition.replaceAll("$1", "$1::uuid[]")}`;
    const [found] = await database.query<{ rows: number }>({ text, values: [keys] });
    counts[table] = found?.rows ?? -1;
  }
  return counts;
}

/** What `countRows` says of what is gone. */
export const NO_ROWS = { logs: 0, open_spans: 0, runs: 0, folds: 0, joined_folds: 0 };
