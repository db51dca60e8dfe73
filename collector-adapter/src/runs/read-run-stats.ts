import { RUN_STATUSES, type RunStats, type RunStatsBucket, type RunStatsParams } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { countRunsByTime } from "../sql/count-runs-by-time.ts";

/** Bars of a chart when `buckets` is not given. */
const DEFAULT_STATS_BUCKETS = 60;

/** The counts of the charts, for the runs of some agents or of all. */
export async function readRunStats(
  database: Session,
  agentIds: readonly string[] | undefined,
  { from, to, buckets = DEFAULT_STATS_BUCKETS, ...asked }: RunStatsParams,
): Promise<RunStats> {
  const bucketMs = (to - from) / buckets;
  const counts = await countRunsByTime(database, { from, to, bucketMs }, { agentIds, ...asked });
  const filled = Array.from({ length: buckets }, (_, index): RunStatsBucket => {
    const zeros = { started: 0, lost: 0, completed: 0, timeout: 0, error: 0 };
    return { startedAt: from + index * bucketMs, ...zeros };
  });
  for (const { bucket, status, lost, runs } of counts) {
    const target = filled[Math.min(bucket, buckets - 1)]; // the last moment may round up to one bucket more
    if (!target) continue;
    if (RUN_STATUSES.includes(status)) target[status] += runs;
    if (lost) target.lost += runs;
  }
  return { bucketMs, buckets: filled };
}
