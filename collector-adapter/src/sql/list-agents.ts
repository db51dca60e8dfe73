import type { AgentSummary } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { toMs } from "./run-columns.ts";

/** An agent with its service, which tells two agents of one name apart. */
export type AgentRow = AgentSummary & { serviceName: string };

// A run of steps alone may name no agent: the newest of some runs that does has the name. An agent without runs is one that a
// run was taken for before more was known of it.
const TEXT = `
  select
    agents.agent_id as "agentId",
    coalesce(
      (
        select newest.name from (
          select summary ->> 'agentName' as name, started_at, run_id from runs
          where runs.agent_id = agents.agent_id
          order by started_at desc, run_id desc
          limit 20
        ) as newest
        where newest.name is not null
        order by started_at desc, run_id desc
        limit 1
      ),
      latest."serviceName"
    ) as name,
    latest."serviceName",
    floor(${toMs("agents.last_seen_at")}) as "lastSeenAt",
    (select count(*)::int from runs where runs.agent_id = agents.agent_id) as runs
  from agents
  cross join lateral (
    select summary ->> 'serviceName' as "serviceName" from runs
    where runs.agent_id = agents.agent_id
    order by started_at desc, run_id desc
    limit 1
  ) as latest
  order by agents.last_seen_at desc, agents.agent_id
  limit 1000`;

/** The agents that have runs, most recently seen first; the newest 1000. */
export async function listAgents(session: Session): Promise<AgentRow[]> {
  return session.query({ name: "list_agents", text: TEXT });
}
