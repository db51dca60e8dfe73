import type { RunStatus } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toTimestamp } from "../database/timestamps.ts";
import { IS_LOST, SILENT_DURATION, STATUS } from "./run-columns.ts";
import { createParameters } from "./run-filter.ts";
import { isSummed, OUTER_SUMS, toBin, toInnerSums, type SummedRuns, type UsageSums } from "./sum-columns.ts";

/** Runs of one status, lost or not. */
export interface RunSumsRow extends UsageSums {
  status: RunStatus;
  lost: boolean;
  runs: number;
}

/**
 * Sums up the runs that match, by the part that they started in and by status. Those that have ended by themselves, since nothing of
 * their `summary` is read.
 *
 * @param parts - starts of the parts, ms since the epoch, ascending; the first is part 0
 */
export async function sumRuns(
  session: Session,
  matching: SummedRuns,
  parts: readonly number[],
): Promise<(RunSumsRow & { part: number })[]> {
  const { values, add } = createParameters();
  const isWanted = isSummed(matching, add);
  const part = `width_bucket(started_at, ${add(parts.map(toTimestamp))}::timestamptz[]) - 1`;
  const sum = (status: string, lost: string, duration: string, condition: string) => `
    select
      ${part} as part, ${status} as status, ${lost} as lost, ${toBin(duration)} as bin,
      ${toInnerSums({ duration, usd: "cost_usd" })}
    from runs
    where ${condition} and ${isWanted}
    group by 1, 2, 3, 4`;
  const text = `
    select part, status, lost, sum(size)::int as runs, ${OUTER_SUMS}
    from (
      ${sum("status", "false", "duration_ms", "status <> 'started'")}
      union all
      ${sum(STATUS, IS_LOST, SILENT_DURATION, "status = 'started'")}
    ) as binned
    group by 1, 2, 3`;
  return session.query({ text, values });
}
