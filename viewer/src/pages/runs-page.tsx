import { ErrorBoundary, lazy, useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import { readUuid } from "@runline/contract";
import { RunsApiError } from "@runline/contract/client";
import { toChartLength, toChartRange } from "../models/chart-range.ts";
import { useApp } from "../models/app-context.ts";
import { createRunsPageModel } from "../models/create-runs-page-model.ts";
import {
  dropFromFilter,
  fromListFilter,
  isNarrowing,
  toListRunsParams,
  toListFilter,
  type ListFilter,
} from "../models/list-filter.ts";
import { OPEN_RUN_POLL_MS, useListAgents, useListRuns, useRunStats } from "../models/run-queries.ts";
import { formatPlural } from "../format/format-count.ts";
import { RunFilters } from "../run-list/run-filters.tsx";
import { RunList } from "../run-list/run-list.tsx";
import { RunPaging } from "../run-list/run-paging.tsx";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { TracesNote } from "../run-list/traces-note.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import "./runs-page.css";

const NoRuns = lazy(() => import("../run-list/no-runs.tsx").then((module) => module.NoRuns));
const RunsChart = lazy(() => import("../charts/runs-chart.tsx").then((module) => module.RunsChart));

/** The chart moves on this often when no run starts or ends. */
const CHART_POLL_MS = 10_000;

/** The runs of one agent, with everything that is chosen in the URL. */
export function RunsPage() {
  const { params, query } = useRoute();
  const agentId = readUuid(params["agentId"]);
  if (agentId === undefined) return <NotFoundPage />;
  return <AgentRuns key={agentId} agentId={agentId} filter={toListFilter(query)} />;
}

function AgentRuns({ agentId, filter }: { agentId: string; filter: ListFilter }) {
  const { clock, listQuery, listed } = useApp();
  const { route } = useLocation();
  const firstPageFilter = dropFromFilter(filter, "cursor");
  const slowNow = clock.slowNow.value;
  const agents = useListAgents().data?.agents;
  const agentName = agents?.find((agent) => agent.agentId === agentId)?.name;

  const { data, error, isLoading, isPrevious, refetch } = useListRuns(agentId, toListRunsParams(filter, slowNow), {
    pollMs: OPEN_RUN_POLL_MS,
  });
  // The same query on the first page; on a later one it bounds the chart and tells of new runs.
  const firstPage = useListRuns(agentId, toListRunsParams(firstPageFilter, slowNow));
  const lengthMs = toChartLength(filter, firstPage.data?.runs ?? [], slowNow);
  const chart = useRunStats(agentId, filter, lengthMs, { pollMs: CHART_POLL_MS }).data;

  const paging = useMemo(createRunsPageModel, [fromListFilter(firstPageFilter)]);
  const total = firstPage.isPrevious ? undefined : firstPage.data?.total;
  useEffect(() => paging.visit(filter.cursor, total), [paging, filter.cursor, total]);
  const newRuns = paging.newRuns.value;

  useEffect(() => {
    listQuery.value = fromListFilter(filter);
  });
  useEffect(() => {
    if (data) listed.value = data.runs.map(({ runId }) => `/${agentId}/runs/${runId}`);
  }, [agentId, data]);
  useEffect(() => {
    document.title = `${agentName ?? "Runs"} · Runline`;
  }, [agentName]);

  const show = (next: ListFilter) => route(`/${agentId}${fromListFilter(next)}`);
  const showPage = (cursor: string) => show(cursor === "" ? firstPageFilter : { ...firstPageFilter, cursor });
  const previousCursor = paging.previousCursor.value;
  const nextCursor = isPrevious ? undefined : data?.nextCursor;
  const change = (changes: Partial<ListFilter>) => show({ ...firstPageFilter, ...changes });

  if (error instanceof RunsApiError && error.status === 404) return <NotFoundPage message={error.message} />;
  if (data?.total === 0 && !isPrevious && !isNarrowing(filter)) return <NoRuns agents={agents} />;
  return (
    <div class="page runs-page">
      <h1 class="visually-hidden">Runs{agentName ? ` of ${agentName}` : ""}</h1>
      <div class="chart-place">
        <ErrorBoundary>
          <RunsChart
            stats={chart?.stats}
            range={chart?.range ?? toChartRange(filter, lengthMs, slowNow)}
            status={filter.status}
            onSelect={(from: number, to: number) => show({ ...dropFromFilter(firstPageFilter, "range"), from, to })}
          />
        </ErrorBoundary>
      </div>
      <RunFilters agentId={agentId} filter={filter} runs={data?.runs ?? []} onChange={show} />
      {error && !data && <ErrorPanel title="The runs could not be loaded" error={error} onRetry={refetch} />}
      {error && data && (
        <p class="error-text stale-note" role="alert">
          This list is not up to date: {error.message}
        </p>
      )}
      {newRuns > 0 && (
        <button type="button" class="button primary new-runs" onClick={() => show(firstPageFilter)}>
          {formatPlural(newRuns, "new run")}
        </button>
      )}
      {isLoading && <RunListSkeleton />}
      {data?.total === 0 && (
        <div class="panel">
          <h2>No run matches these filters</h2>
          <button type="button" class="button" onClick={() => show({})}>
            Clear filters
          </button>
        </div>
      )}
      {data && data.runs.length > 0 && (
        <div class={isPrevious ? "is-previous" : undefined}>
          <RunList agentId={agentId} runs={data.runs} onRoom={(roomId) => change({ roomId })} />
          <RunPaging
            total={data.total}
            noun="run"
            pageNumber={paging.pageNumber.value}
            onFirst={filter.cursor === undefined ? undefined : () => show(firstPageFilter)}
            onPrevious={previousCursor === undefined ? undefined : () => showPage(previousCursor)}
            onNext={nextCursor === undefined ? undefined : () => showPage(nextCursor)}
          />
        </div>
      )}
      <TracesNote />
    </div>
  );
}
