import type { ListRunsParams, RunStatsParams } from "@runline/contract";

/** Keys of everything that is fetched. A key that begins another one stands for all of them when invalidating. */
export const queryKeys = {
  agents: () => ["agents"],
  lists: (agentId: string) => ["runs", agentId],
  list: (agentId: string, params: ListRunsParams) => ["runs", agentId, params],
  allStats: (agentId: string) => ["stats", agentId],
  stats: (agentId: string, params: RunStatsParams) => ["stats", agentId, params],
  runs: (agentId: string) => ["run", agentId],
  run: (agentId: string, runId: string) => ["run", agentId, runId],
  detail: (agentId: string, runId: string) => ["run", agentId, runId, "detail"],
  spans: (agentId: string, runId: string) => ["run", agentId, runId, "spans"],
};
