import type { QueryKey } from "@tanstack/query-core";
import type { ListAllRunsParams, ListCausesParams, ListTracesParams } from "@runline/contract";
import type { ListFilter } from "./list-filter.ts";

/** Keys of everything that is fetched, but of steps: their page is loaded by itself, and nothing else makes them stale. A key that begins another one stands for all of them when invalidating. */
export const queryKeys = {
  agents: () => ["agents"],
  lists: () => ["runs"],
  list: (params: ListAllRunsParams) => ["runs", params],
  causes: (params: ListCausesParams) => ["causes", params],
  allStats: () => ["stats"],
  stats: (filter: ListFilter, lengthMs: number) => ["stats", filter, lengthMs],
  runs: () => ["run"],
  run: (agentId: string, runId: string) => ["run", agentId, runId],
  summary: (agentId: string, runId: string) => ["run", agentId, runId, "summary"],
  spans: (agentId: string, runId: string) => ["run", agentId, runId, "spans"],
  messages: (agentId: string, runId: string) => ["run", agentId, runId, "messages"],
  rooms: () => ["runs", "rooms"],
  found: (id: string) => ["found", id],
  traces: (params: ListTracesParams) => ["traces", params],
  trace: (traceId: string) => ["trace", traceId],
  /** Below the key of its run or trace: more may be stored of a span whose bar stays as it is. */
  span: (ownerKey: QueryKey, version: readonly unknown[]) => [...ownerKey, "span", version],
};
