import type { AgentSummary } from "@runline/contract";
import type { Session } from "../database/database.ts";
import { IS_RUN, toMs } from "./run-columns.ts";

const TEXT = `
  select
    agent_id as "agentId",
    name,
    floor(${toMs("last_seen_at")}) as "lastSeenAt",
    (select count(*)::int from runs where runs.agent_id = agents.agent_id and ${IS_RUN}) as runs
  from agents
  order by last_seen_at desc, agent_id
  limit 1000`;

/** The agents heard of, most recently seen first; the newest 1000. */
export async function listAgents(session: Session): Promise<AgentSummary[]> {
  return session.query({ name: "list_agents", text: TEXT });
}
