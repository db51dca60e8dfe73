import { createAgentLog, type AgentLog } from "./agent-log.ts";
import type { ImportedSpan } from "./imported-span.ts";
import type { ElizaLogRow } from "./eliza-log-row.ts";
import type { RowDetails } from "./read-details.ts";
import type { Moment } from "./log-timing.ts";

/**
 * Rebuilds the runs of all agents out of the rows of their log, keeping no more of them than what goes on or may still be
 * added to.
 *
 * @example
 * const runs = createAgentLogs(new Map([[agentId, "Ada"]]));
 * for (const row of rows) runs.add(row, details);
 * const spans = runs.settle({ upTo: Infinity, now: Date.now() });
 */
export function createAgentLogs(agentNames: ReadonlyMap<string, string>): AgentLog {
  const agents = new Map<string, AgentLog>();

  function getAgent(agentId: string): AgentLog {
    const known = agents.get(agentId);
    if (known) return known;
    const created = createAgentLog(agentNames.get(agentId) ?? agentId);
    agents.set(agentId, created);
    return created;
  }

  return {
    add: (row: ElizaLogRow, details: RowDetails) => getAgent(row.agentId).add(row, details),
    settle: (moment: Moment): ImportedSpan[] => [...agents.values()].flatMap((agent) => agent.settle(moment)),
    snapshot: (upTo) => [...agents.values()].flatMap((agent) => agent.snapshot(upTo)),
    neededFrom: () => Math.min(...[...agents.values()].map((agent) => agent.neededFrom())),
  };
}
