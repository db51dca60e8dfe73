import type { Session } from "../database/database.ts";
import type { AgentSighting } from "../database/log-row.ts";

const TEXT = `
  insert into agents (agent_id, name, last_seen_at)
  select agent_id, name, now() from unnest($1::uuid[], $2::text[]) as batch (agent_id, name)
  order by agent_id
  on conflict (agent_id) do update set last_seen_at = excluded.last_seen_at`;

const RENAME = `
  update agents set name = batch.name
  from unnest($1::uuid[], $2::text[]) as batch (agent_id, name)
  where agents.agent_id = batch.agent_id and agents.name <> batch.name`;

/** Remembers that agents were heard of, one sighting per agent; a name of the agent's own replaces that of its process. */
export async function upsertAgents(session: Session, sightings: readonly AgentSighting[]): Promise<void> {
  if (sightings.length === 0) return;
  await session.query({
    name: "upsert_agents",
    text: TEXT,
    values: [sightings.map((s) => s.agentId), sightings.map((s) => s.name)],
  });
  const named = sightings.filter((sighting) => sighting.named);
  if (named.length === 0) return;
  await session.query({
    name: "rename_agents",
    text: RENAME,
    values: [named.map((s) => s.agentId), named.map((s) => s.name)],
  });
}
