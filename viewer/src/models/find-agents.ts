import type { AgentSummary } from "@runline/contract";

/** Agents that are listed at once: a longer list is searched, not read. */
const MAX_FOUND = 100;

/** How many of the newest runs of an agent failed, from 0 to 1. */
export function toFailedShare({ recentRuns = 0, recentFailures = 0 }: AgentSummary): number {
  return recentRuns === 0 ? 0 : recentFailures / recentRuns;
}

/**
 * Agents with a text in their name, in upper or lower case: those first that failed most lately, then those seen last.
 *
 * @param names - by the ids of the agents, as they are shown
 */
export function findAgents(
  agents: readonly AgentSummary[],
  names: ReadonlyMap<string, string>,
  text: string,
): AgentSummary[] {
  const wanted = text.trim().toLowerCase();
  return agents
    .filter(({ agentId, name }) => (names.get(agentId) ?? name).toLowerCase().includes(wanted))
    .sort((a, b) => toFailedShare(b) - toFailedShare(a) || b.lastSeenAt - a.lastSeenAt)
    .slice(0, MAX_FOUND);
}
