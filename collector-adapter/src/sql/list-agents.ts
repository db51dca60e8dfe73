import type { AgentSummary } from "@runline/contract";
import type { Session } from "../database/database.ts";

const TEXT = `
  select
    agent_id as "agentId",
    name,
    floor(extract(epoch from last_seen_at) * 1000)::float8 as "lastSeenAt",
    (
      select count(*)::int from runs
      where runs.agent_id = agents.agent_id and parent_run_id is null and events > 0
    ) as runs
  from agents
  order by last_seen_at desc, agent_id
  limit 1000`;

/** The agents heard of, most recently seen first; the newest 1000. */
export async function listAgents(session: Session): Promise<AgentSummary[]> {
  return session.query({ name: "list_agents", text: TEXT });
}
