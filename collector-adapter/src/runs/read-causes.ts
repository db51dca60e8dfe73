import type { CauseList, ListCausesParams } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { listCauses, MAX_FAILED_RUNS } from "../sql/list-causes.ts";

/** Parts of the range when `buckets` is not given. */
const DEFAULT_BUCKETS = 24;

/** Failed runs by what failed them, of some agents or of all. */
export async function readCauses(
  database: Session,
  { agentId, buckets = DEFAULT_BUCKETS, ...asked }: ListCausesParams,
  now = Date.now(),
): Promise<CauseList> {
  const rows = await listCauses(database, { agentIds: agentId, ...asked });
  const to = asked.to ?? now;
  const from = asked.from ?? rows.reduce((first, { starts }) => Math.min(first, ...starts), to);
  const bucketMs = Math.max(1, (to - from) / buckets);
  const runs = rows[0]?.allRuns ?? 0;
  return {
    groups: rows.map(({ fingerprint, status, newest, runs: failed, users, agentIds, starts }) => ({
      fingerprint,
      status,
      text: newest.text,
      path: newest.path,
      ...(newest.message !== undefined && { message: newest.message }),
      runs: failed,
      users,
      agentIds,
      firstAt: Math.floor(Math.min(...starts)),
      lastAt: Math.floor(Math.max(...starts)),
      buckets: countStarts(starts, { from, bucketMs, buckets }),
    })),
    runs,
    causes: rows[0]?.allCauses ?? 0,
    ...(runs >= MAX_FAILED_RUNS && { isAtLeast: true }),
    from: Math.floor(from),
    bucketMs,
  };
}

interface Range {
  from: number;
  bucketMs: number;
  buckets: number;
}

function countStarts(starts: readonly number[], { from, bucketMs, buckets }: Range): number[] {
  const counts = Array.from({ length: buckets }, () => 0);
  for (const at of starts) {
    const index = Math.min(buckets - 1, Math.max(0, Math.floor((at - from) / bucketMs)));
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
