import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { createParameters, toRunCondition, type RunFilter } from "./run-filter.ts";

/** How many of the runs that match and started from one time on, and before another, do not have all of their steps. */
export async function countCutRuns(
  session: Session,
  { from, to }: { from: number; to: number },
  filter: Omit<RunFilter, "from" | "to">,
): Promise<number> {
  const { values, add } = createParameters();
  const text = `
    select count(*)::int as runs from runs
    where steps_cut and started_at >= ${add(toTimestamp(from))}::timestamptz
      and started_at < ${add(toTimestamp(to))}::timestamptz and ${toRunCondition(filter, add)}`;
  const [found] = await session.query<{ runs: number }>({ text, values });
  return found?.runs ?? 0;
}
