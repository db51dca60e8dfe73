import type { Session } from "../database/database.ts";

const TEXT = `
  insert into agents (agent_id, name, last_seen_at)
  select agent_id, name, now() from unnest($1::uuid[], $2::text[]) as batch (agent_id, name)
  order by agent_id
  on conflict (agent_id) do update set last_seen_at = excluded.last_seen_at`;

const RENAME = `
  update agents set name = batch.name
  from unnest($1::uuid[], $2::text[]) as batch (agent_id, name)
  where agents.agent_id = batch.agent_id and agents.name <> batch.name`;

/** An agent heard of. `isOwnName` when the name is the agent's own, not that of its process. */
export interface SeenAgent {
  agentId: string;
  name: string;
  isOwnName: boolean;
}

/** Remembers that agents were heard of, each once; a name of the agent's own replaces the one that is there. */
export async function upsertAgents(session: Session, agents: readonly SeenAgent[]): Promise<void> {
  if (agents.length === 0) return;
  await session.query({ name: "upsert_agents", text: TEXT, values: toValues(agents) });
  const named = agents.filter((agent) => agent.isOwnName);
  if (named.length > 0) await session.query({ name: "rename_agents", text: RENAME, values: toValues(named) });
}

function toValues(agents: readonly SeenAgent[]): string[][] {
  return [agents.map((agent) => agent.agentId), agents.map((agent) => agent.name)];
}
