import type { AgentSummary } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { HAS_FAILED, toMs } from "./run-columns.ts";

/** An agent with its service, which tells two agents of one name apart. */
export type AgentRow = AgentSummary & { serviceName: string };

/** Of each agent so many of its newest runs are looked at. */
const RECENT = 10;
const NEWEST_RUNS = "from runs where runs.agent_id = agents.agent_id order by started_at desc, run_id desc";

// A run of steps alone may name no agent: the newest of some runs that does has the name. Each summary that is read is taken out of its
// place apart, which takes longer than all else: the search for a name ends with the first. An agent without runs is one that a run was
// taken for before more was known of it. Agents and their runs are in one shard of Citus; the list asks every shard.
const TEXT = `
  select
    agents.agent_id as "agentId",
    coalesce(named.name, latest.service) as name,
    latest.service as "serviceName",
    floor(${toMs("agents.last_seen_at")}) as "lastSeenAt",
    agents.runs,
    recent.runs as "recentRuns",
    recent.failures as "recentFailures"
  from agents
  cross join lateral (select summary ->> 'serviceName' as service ${NEWEST_RUNS} limit 1) as latest
  cross join lateral (
    select count(*)::int as runs, (count(*) filter (where has_failed))::int as failures
    from (select ${HAS_FAILED} as has_failed ${NEWEST_RUNS} limit ${RECENT}) as newest
  ) as recent
  left join lateral (
    select summary ->> 'agentName' as name
    from (select summary, started_at, run_id ${NEWEST_RUNS} limit ${RECENT}) as newest
    where summary ->> 'agentName' is not null
    order by started_at desc, run_id desc
    limit 1
  ) as named on true
  where agents.runs > 0
  order by agents.last_seen_at desc, agents.agent_id
  limit 1000`;

/** The agents that have runs, most recently seen first; the newest 1000. */
export async function listAgents(session: Session): Promise<AgentRow[]> {
  return session.query({ name: "list_agents", text: TEXT });
}
