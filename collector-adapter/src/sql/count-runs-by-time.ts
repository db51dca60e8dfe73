import type { RunStatus } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { IS_LOST, STATUS } from "./run-columns.ts";
import { createParameters, toRunCondition, type RunFilter } from "./run-filter.ts";

/** Runs of one status, lost or not, that started in one part of the range. `bucket` counts from 0. */
export interface RunCountByTime {
  bucket: number;
  status: RunStatus;
  lost: boolean;
  runs: number;
}

/** The range that is counted, ms since the epoch: from its start on, without its end. */
export interface CountedRange {
  from: number;
  to: number;
  bucketMs: number;
}

/** Counts the runs that match by start time and status; parts without runs are not among the rows. */
export async function countRunsByTime(
  session: Session,
  { from, to, bucketMs }: CountedRange,
  filter: Omit<RunFilter, "from" | "to">,
): Promise<RunCountByTime[]> {
  const { values, add } = createParameters();
  const start = `${add(toTimestamp(from))}::timestamptz`;
  const text = `
    select
      floor(extract(epoch from started_at - ${start}) * 1000 / ${add(bucketMs)}::float8)::int as bucket,
      ${STATUS} as status,
      ${IS_LOST} as lost,
      count(*)::int as runs
    from runs
    where started_at >= ${start} and started_at < ${add(toTimestamp(to))}::timestamptz and ${toRunCondition(filter, add)}
    group by 1, 2, 3`;
  return session.query({ text, values });
}
