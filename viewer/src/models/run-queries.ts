import {
  HEARTBEAT_MS,
  type AgentList,
  type CauseList,
  type FindAnswer,
  type ListAllRunsParams,
  type ListTracesParams,
  type RunList,
  type RunStats,
  type RunSummary,
  type TraceList,
} from "@runline/contract";
import { toChartRange, type ChartRange } from "./chart-range.ts";
import { queryKeys } from "./query-keys.ts";
import { dropFromFilter, toListRunsParams, type ListFilter } from "./list-filter.ts";
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
 * One page of runs. While the next page or filter loads, the last answer stays, marked `isPrevious`.
 *
 * @example
 * const { data, error, isLoading } = useListRuns({ status: "error" }, { pollMs: 30_000 });
 */
export function useListRuns(params: ListAllRunsParams, options: QueryOptions = {}): QueryState<RunList> {
  return useQuery({
    ...options,
    queryKey: queryKeys.list(params),
    call: (runs, signal) => runs.listAllRuns(params, { signal }),
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

/** Failed runs are put together again this often, in ms: to do so for each run that comes would cost the server more than the run. */
const CAUSES_POLL_MS = 30_000;

/** Failed runs that match a filter, by what failed them. */
export function useListCauses(filter: ListFilter, now: number, options: QueryOptions = {}): QueryState<CauseList> {
  const { limit: _, ...params } = toListRunsParams(dropFromFilter(filter, "status", "sort", "order", "cursor"), now);
  return useQuery({
    pollMs: CAUSES_POLL_MS,
    ...options,
    queryKey: queryKeys.causes(params),
    call: (runs, signal) => runs.listCauses(params, { signal }),
    keepsPrevious: true,
  });
}

/** What an id names, and where that is. */
export function useFind(id: string): QueryState<FindAnswer> {
  return useQuery({ queryKey: queryKeys.found(id), call: (runs, signal) => runs.find(id, { signal }), isKept: false });
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

/** What of a filter says nothing to the charts. */
const OTHER_THAN_CHARTED = ["cursor", "sort", "order", "group"] as const;

/**
 * Runs over time, for the chart of a filter that covers `lengthMs` (see `toChartLength`). A moving range is that of the
 * moment of each request, so that every answer reaches to now.
 */
export function useRunStats(filter: ListFilter, lengthMs: number, options: QueryOptions = {}): QueryState<ChartData> {
  const charted = dropFromFilter(filter, ...OTHER_THAN_CHARTED);
  return useQuery({
    ...options,
    queryKey: queryKeys.stats(charted, lengthMs),
    async call(runs, signal) {
      const now = Date.now();
      const range = toChartRange(filter, lengthMs, now);
      const { limit: _, ...params } = toListRunsParams(charted, now);
      return { stats: await runs.getAllStats({ ...params, ...range }, { signal }), range };
    },
    keepsPrevious: true,
  });
}
