import type { RunStatus } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { hasLost, hasStatus, IS_LOST, isInRoom, STATUS } from "./run-columns.ts";

/** Runs of one status, lost or not, that started in one part of the range. `bucket` counts from 0. */
export interface RunCountByTime {
  bucket: number;
  status: RunStatus;
  lost: boolean;
  runs: number;
}

const TEXT = `
  select
    floor(extract(epoch from started_at - $2::timestamptz) * 1000 / $4::float8)::int as bucket,
    ${STATUS} as status,
    ${IS_LOST} as lost,
    count(*)::int as runs
  from runs
  where agent_id = $1 and started_at >= $2 and started_at < $3
    and ${isInRoom("$5")} and ${hasStatus("$6")} and ${hasLost("$7")}
  group by 1, 2, 3`;

/** Counts runs by start time and status; parts without runs are not among the rows. */
export async function countRunsByTime(
  session: Session,
  range: {
    agentId: string;
    from: number;
    to: number;
    bucketMs: number;
    roomId?: string | undefined;
    status?: RunStatus | undefined;
    lost?: boolean | undefined;
  },
): Promise<RunCountByTime[]> {
  return session.query({
    text: TEXT, // no name: planned anew for the filters given
    values: [
      range.agentId,
      toTimestamp(range.from),
      toTimestamp(range.to),
      range.bucketMs,
      range.roomId ?? null,
      range.status ?? null,
      range.lost ?? null,
    ],
  });
}
