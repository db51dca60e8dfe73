import {
  HEARTBEAT_MS,
  type AgentList,
  type ListRunsParams,
  type ListTracesParams,
  type RunList,
  type RunStats,
  type RunSummary,
  type TraceList,
} from "@runline/contract";
import { toChartRange, type ChartRange } from "./chart-range.ts";
import { queryKeys } from "./query-keys.ts";
import { dropFromFilter, type ListFilter } from "./list-filter.ts";
import { useQuery, type QueryOptions, type QueryState } from "./use-query.ts";

/** Pages that show runs in progress ask again this often, in ms: no event tells that a run fell silent and became lost. */
export const OPEN_RUN_POLL_MS = HEARTBEAT_MS;

/** Pages that show traces ask again this often, in ms: the live stream tells of runs alone. Asking costs little as long as nothing has come. */
export const TRACES_POLL_MS = 15_000;

/** The agents that have been heard of, most recently seen first. */
export function useListAgents(options: QueryOptions = {}): QueryState<AgentList> {
  return useQuery({ ...options, queryKey: queryKeys.agents(), call: (runs, signal) => runs.listAgents({ signal }) });
}

/**
 * One page of an agent's runs. Fetches nothing while `agentId` is missing. While the next page or filter loads, the
 * last answer stays, marked `isPrevious`.
 *
 * @example
 * const { data, error, isLoading } = useListRuns(agentId, { status: "error" }, { pollMs: 30_000 });
 */
export function useListRuns(
  agentId: string | undefined,
  params: ListRunsParams,
  options: QueryOptions = {},
): QueryState<RunList> {
  return useQuery({
    ...options,
    queryKey: queryKeys.list(agentId ?? "", params),
    call: (runs, signal) => runs.listRuns(agentId ?? "", params, { signal }),
    enabled: agentId !== undefined && options.enabled !== false,
    keepsPrevious: true,
  });
}

/**
 * What a run did as a whole. Fetches nothing while an id is missing.
 *
 * @example
 * const { data, error, refetch } = useRunSummary(agentId, runId, { pollMs: 5_000 });
 */
export function useRunSummary(
  agentId: string | undefined,
  runId: string | undefined,
  options: QueryOptions = {},
): QueryState<RunSummary> {
  return useQuery({
    ...options,
    queryKey: queryKeys.summary(agentId ?? "", runId ?? ""),
    call: (runs, signal) => runs.getRunSummary(agentId ?? "", runId ?? "", { signal }),
    enabled: agentId !== undefined && runId !== undefined && options.enabled !== false,
  });
}

/** One page of the traces without a run. */
export function useListTraces(params: ListTracesParams, options: QueryOptions = {}): QueryState<TraceList> {
  return useQuery({
    ...options,
    queryKey: queryKeys.traces(params),
    call: (runs, signal) => runs.listTraces(params, { signal }),
    keepsPrevious: true,
  });
}

/** Runs over time by status, and the time they are of. */
export interface ChartData {
  stats: RunStats;
  range: ChartRange;
}

/**
 * Runs over time, for the chart of a filter that covers `lengthMs` (see `toChartLength`). A moving range is that of the
 * moment of each request, so that every answer reaches to now. Fetches nothing while `agentId` is missing.
 */
export function useRunStats(
  agentId: string | undefined,
  filter: ListFilter,
  lengthMs: number,
  options: QueryOptions = {},
): QueryState<ChartData> {
  const { roomId } = filter;
  return useQuery({
    ...options,
    // The chart counts every status, on every page.
    queryKey: queryKeys.stats(agentId ?? "", dropFromFilter(filter, "cursor", "status"), lengthMs),
    async call(runs, signal) {
      const range = toChartRange(filter, lengthMs, Date.now());
      const params = { ...range, ...(roomId === undefined ? {} : { roomId }) };
      return { stats: await runs.getStats(agentId ?? "", params, { signal }), range };
    },
    enabled: agentId !== undefined && options.enabled !== false,
    keepsPrevious: true,
  });
}
