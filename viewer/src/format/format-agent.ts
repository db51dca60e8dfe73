import type { AgentSummary } from "@runline/contract";

/**
 * The names of agents by their ids, with the service where another one has the same name.
 *
 * @example toAgentNames(agents).get(agentId) // "Guide · travel"
 */
export function toAgentNames(agents: readonly AgentSummary[]): ReadonlyMap<string, string> {
  const timesUsed = new Map<string, number>();
  for (const { name } of agents) timesUsed.set(name, (timesUsed.get(name) ?? 0) + 1);
  return new Map(
    agents.map(({ agentId, name, serviceName }) => {
      const isUnique = timesUsed.get(name) === 1;
      return [agentId, isUnique || serviceName === undefined ? name : `${name} · ${serviceName}`];
    }),
  );
}
