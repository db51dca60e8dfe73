import type { RunCause } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { HAS_FAILED, STATUS, toMs } from "./run-columns.ts";
import { createParameters, toRunCondition, type RunFilter } from "./run-filter.ts";
import { toOrder } from "./run-order.ts";

/** Failed runs that are looked at, the newest ones: 10,000 of 200,000 runs take ten times as long as a page of the list. */
export const MAX_FAILED_RUNS = 10_000;
/** With all that decides between two runs, so that agent and run are of the same one. */
const NEWEST_FIRST = toOrder({ sort: "start", order: "desc" });
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
  // Summaries are read for the newest run of each group alone.
  const text = `
    with failed as (
      select fingerprint, agent_id, run_id, coalesce(entity_id, agent_id) as user_id, started_at
      from runs
      where fingerprint is not null and ${HAS_FAILED} and ${toRunCondition(filter, add)}
      order by ${NEWEST_FIRST}
      limit ${MAX_FAILED_RUNS}
    ), groups as (
      select
        fingerprint,
        (array_agg(agent_id order by ${NEWEST_FIRST}))[1] as agent_id,
        (array_agg(run_id order by ${NEWEST_FIRST}))[1] as run_id,
        count(*)::int as runs,
        count(distinct user_id)::int as users,
        (array_agg(distinct agent_id))[1:${MAX_AGENTS}] as agent_ids,
        array_agg(${toMs("started_at")}) as starts,
        max(started_at) as last_at,
        (sum(count(*)) over ())::int as all_runs,
        (count(*) over ())::int as all_causes
      from failed
      group by fingerprint
      order by runs desc, last_at desc, fingerprint
      limit ${MAX_GROUPS}
    )
    select
      groups.fingerprint, runs.summary -> 'cause' as newest, ${STATUS} as status, groups.runs, users, agent_ids as "agentIds", starts,
      all_runs as "allRuns", all_causes as "allCauses"
    from groups join runs on runs.agent_id = groups.agent_id and runs.run_id = groups.run_id
    order by groups.runs desc, last_at desc, groups.fingerprint`;
  return session.query({ text, values });
}
