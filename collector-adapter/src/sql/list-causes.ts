import type { RunCause } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { HAS_FAILED, STATUS, toMs } from "./run-columns.ts";
import { createParameters, toRunCondition, type RunFilter } from "./run-filter.ts";

/** Failed runs that are looked at, the newest ones: 10,000 take 40 to 80 ms. */
export const MAX_FAILED_RUNS = 10_000;
const MAX_GROUPS = 100;
const MAX_AGENTS = 20;

/** Runs that failed the same way; `newest` is of the one that started last, `starts` are in ms since the epoch. */
export interface CauseRow {
  fingerprint: string;
  newest: RunCause;
  status: "timeout" | "error";
  runs: number;
  users: number;
  agentIds: string[];
  starts: number[];
  /** Of all groups, also of those that are not among the rows. */
  allRuns: number;
  allCauses: number;
}

/** The newest failed runs by their cause, those first that most runs have. */
export async function listCauses(session: Session, filter: RunFilter): Promise<CauseRow[]> {
  const { values, add } = createParameters();
  const text = `
    with failed as (
      select fingerprint, agent_id, coalesce(entity_id, agent_id) as user_id, started_at, ${STATUS} as status, summary -> 'cause' as cause
      from runs
      where fingerprint is not null and ${HAS_FAILED} and ${toRunCondition(filter, add)}
      order by started_at desc
      limit ${MAX_FAILED_RUNS}
    )
    select
      fingerprint,
      (array_agg(cause order by started_at desc))[1] as newest,
      (array_agg(status order by started_at desc))[1] as status,
      count(*)::int as runs,
      count(distinct user_id)::int as users,
      (array_agg(distinct agent_id))[1:${MAX_AGENTS}] as "agentIds",
      array_agg(${toMs("started_at")}) as starts,
      (sum(count(*)) over ())::int as "allRuns",
      (count(*) over ())::int as "allCauses"
    from failed
    group by fingerprint
    order by count(*) desc, max(started_at) desc
    limit ${MAX_GROUPS}`;
  return session.query({ text, values });
}
