import type { AgentSummary } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { HAS_FAILED, toMs } from "./run-columns.ts";

/** An agent with its service, which tells two agents of one name apart. */
export type AgentRow = AgentSummary & { serviceName: string };

// A run of steps alone may name no agent: the newest of some runs that does has the name. An agent without runs is one that a
// run was taken for before more was known of it. Agents and their runs are in one shard of Citus; the list asks every shard.
const TEXT = `
  select
    agents.agent_id as "agentId",
    coalesce(recent.names[1], recent.services[1]) as name,
    recent.services[1] as "serviceName",
    floor(${toMs("agents.last_seen_at")}) as "lastSeenAt",
    agents.runs,
    recent.runs as "recentRuns",
    recent.failures as "recentFailures"
  from agents
  cross join lateral (
    select
      array_agg(name order by started_at desc, run_id desc) filter (where name is not null) as names,
      array_agg(service order by started_at desc, run_id desc) as services,
      count(*)::int as runs,
      (count(*) filter (where has_failed))::int as failures
    from (
      select
        summary ->> 'agentName' as name, summary ->> 'serviceName' as service, ${HAS_FAILED} as has_failed, started_at, run_id
      from runs
      where runs.agent_id = agents.agent_id
      order by started_at desc, run_id desc
      limit 10
    ) as newest
  ) as recent
  where agents.runs > 0
  order by agents.last_seen_at desc, agents.agent_id
  limit 1000`;

/** The agents that have runs, most recently seen first; the newest 1000. */
export async function listAgents(session: Session): Promise<AgentRow[]> {
  return session.query({ name: "list_agents", text: TEXT });
}
