import type { RunStats, RunStatsParams, RunSums } from "@runline/contract";
import type { Session } from "../database/database.ts";
import type { RunSumsRow } from "../sql/sum-runs.ts";
import { readRunSums } from "./read-sums.ts";
import { listParts } from "./stats-range.ts";
import { createUsageTally } from "./usage-tally.ts";

/** Bars of a chart when `buckets` is not given. */
const DEFAULT_STATS_BUCKETS = 60;

/** The charts of the runs of some agents, or of all. */
export async function readRunStats(
  session: Session,
  agentIds: readonly string[] | undefined,
  { from, to, buckets = DEFAULT_STATS_BUCKETS, ...asked }: RunStatsParams,
): Promise<RunStats> {
  const range = { from, to, parts: buckets };
  const total = createRunTally();
  const tallies = listParts(range).map((startedAt) => ({ startedAt, tally: createRunTally() }));
  for (const { part, ...sums } of await readRunSums(session, range, { agentIds, ...asked })) {
    total.add(sums);
    tallies[part]?.tally.add(sums);
  }
  return {
    bucketMs: (to - from) / buckets,
    buckets: tallies.map(({ startedAt, tally }) => ({ startedAt, ...tally.toSums() })),
    total: total.toSums(),
  };
}

function createRunTally() {
  const counts = { started: 0, lost: 0, completed: 0, timeout: 0, error: 0 };
  const usage = createUsageTally();
  return {
    add(sums: RunSumsRow): void {
      counts[sums.status] += sums.runs;
      if (sums.lost) counts.lost += sums.runs;
      usage.add(sums);
    },
    toSums: (): RunSums => ({ ...counts, ...usage.toUsage() }),
  };
}
