import type { AgentSummary } from "@runline/contract";

/** The name of an agent, with its service where another one of the same name is in sight. @example "Guide · travel" */
export function formatAgent(agent: AgentSummary, agents: readonly AgentSummary[]): string {
  const isUnique = agents.every(({ agentId, name }) => agentId === agent.agentId || name !== agent.name);
  return isUnique || agent.serviceName === undefined ? agent.name : `${agent.name} · ${agent.serviceName}`;
}
