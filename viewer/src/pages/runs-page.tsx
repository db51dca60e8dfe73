import { ErrorBoundary, lazy, useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import { readUuid, type RunSummary } from "@runline/contract";
import { toChartLength, toChartRange } from "../models/chart-range.ts";
import { useApp } from "../models/app-context.ts";
import { createNewRunsModel } from "../models/create-new-runs-model.ts";
import { createRunsPageModel } from "../models/create-runs-page-model.ts";
import {
  dropFromFilter,
  fromListFilter,
  isNarrowing,
  toListFilter,
  toListPath,
  toListRunsParams,
  toScope,
  type ListFilter,
} from "../models/list-filter.ts";
import { OPEN_RUN_POLL_MS, useListAgents, useListRuns, useRunStats } from "../models/run-queries.ts";
import { toAgentNames } from "../format/format-agent.ts";
import { ListFilters } from "../run-list/list-filters.tsx";
import { NewRunsButton } from "../run-list/new-runs-button.tsx";
import { RunList } from "../run-list/run-list.tsx";
import { RunPaging } from "../run-list/run-paging.tsx";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { TracesNote } from "../run-list/traces-note.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { useIsAtTop } from "../ui/use-is-at-top.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import "./runs-page.css";

const NoRuns = lazy(() => import("../run-list/no-runs.tsx").then((module) => module.NoRuns));
const RunsChart = lazy(() => import("../charts/runs-chart.tsx").then((module) => module.RunsChart));

/** The chart moves on this often when no run starts or ends. */
const CHART_POLL_MS = 10_000;

/** The runs of all agents, with everything that is chosen in the URL; an agent in the path is one of the filters. */
export function RunsPage() {
  const { params, query } = useRoute();
  const filter = toListFilter(query);
  const { agentId: given } = params;
  if (given === undefined) return <Runs filter={filter} />;
  const agentId = readUuid(given);
  if (agentId === undefined) return <NotFoundPage />;
  return <Runs filter={{ ...filter, agentIds: [agentId] }} />;
}

function Runs({ filter }: { filter: ListFilter }) {
  const { clock, listPath, listed } = useApp();
  const { route } = useLocation();
  const first = dropFromFilter(filter, "cursor");
  const slowNow = clock.slowNow.value;
  const agents = useListAgents().data?.agents;
  const agentNames = useMemo(() => toAgentNames(agents ?? []), [agents]);

  const { data, error, isLoading, isPrevious, refetch } = useListRuns(toListRunsParams(filter, slowNow), {
    pollMs: OPEN_RUN_POLL_MS,
  });
  // The same query on the first page of a list by time; on others it bounds the chart and tells of new runs.
  const byTime = dropFromFilter(first, "sort", "order");
  const newest = useListRuns(toListRunsParams(byTime, slowNow));
  const lengthMs = toChartLength(filter, newest.data?.runs ?? [], slowNow);
  const chart = useRunStats(filter, lengthMs, { pollMs: CHART_POLL_MS }).data;

  const firstQuery = fromListFilter(first);
  const paging = useMemo(createRunsPageModel, [firstQuery]);
  const arrivals = useMemo(createNewRunsModel, [firstQuery]);
  const isAtTop = useIsAtTop();
  const isBeginning = filter.cursor === undefined && fromListFilter(byTime) === firstQuery;
  const newestRuns = newest.isPrevious ? undefined : newest.data?.runs;
  useEffect(() => paging.visit(filter.cursor), [paging, filter.cursor]);
  useEffect(() => arrivals.visit(newestRuns, isBeginning && isAtTop), [arrivals, newestRuns, isBeginning, isAtTop]);

  const [agentId, ...otherAgents] = filter.agentIds ?? [];
  const agentName = otherAgents.length === 0 ? agentNames.get(agentId ?? "") : undefined;
  useEffect(() => {
    listPath.value = toListPath(filter);
  });
  useEffect(() => {
    if (data) listed.value = data.runs.map((run) => `/${run.agentId}/runs/${run.runId}`);
  }, [data]);
  useEffect(() => {
    document.title = `${agentName ?? "Runs"} · Runline`;
  }, [agentName]);

  const show = (next: ListFilter) => route(toListPath(next));
  const showPage = (cursor: string) => show(cursor === "" ? first : { ...first, cursor });
  const showNewest = () => {
    window.scrollTo({ top: 0 });
    if (!isBeginning) show(byTime);
  };
  const toSameFailures = ({ cause }: RunSummary) => {
    if (!cause || cause.fingerprint === filter.fingerprint) return undefined;
    return {
      href: toListPath({ ...toScope(first), fingerprint: cause.fingerprint }),
      words: "Runs that failed the same way",
    };
  };
  const previousCursor = paging.previousCursor.value;
  const nextCursor = isPrevious ? undefined : data?.nextCursor;
  const { sort = "start", order = "desc" } = filter;
  const isEmpty = data?.runs.length === 0;

  if (isEmpty && !isPrevious && !isNarrowing(first)) return <NoRuns agents={agents} />;
  return (
    <div class="page runs-page">
      <h1 class="visually-hidden">Runs{agentName ? ` of ${agentName}` : ""}</h1>
      <ListFilters
        filter={filter}
        agents={agents ?? []}
        agentNames={agentNames}
        runs={data?.runs ?? []}
        onChange={show}
      />
      <div class="chart-place">
        <ErrorBoundary>
          <RunsChart
            stats={chart?.stats}
            range={chart?.range ?? toChartRange(filter, lengthMs, slowNow)}
            status={filter.status}
            onSelect={(from: number, to: number) => show({ ...dropFromFilter(first, "range"), from, to })}
          />
        </ErrorBoundary>
      </div>
      {error && !data && <ErrorPanel title="The runs could not be loaded" error={error} onRetry={refetch} />}
      {error && data && (
        <p class="error-text stale-note" role="alert">
          This list is not up to date: {error.message}
        </p>
      )}
      {isLoading && <RunListSkeleton />}
      {data && !isEmpty && (
        <div class={isPrevious ? "is-previous" : undefined}>
          <RunList
            runs={data.runs}
            toAgentName={({ agentId: id, agentName: own, name }: RunSummary) => agentNames.get(id) ?? own ?? name ?? ""}
            toSameFailures={toSameFailures}
            ordering={{ sort, isAscending: order === "asc" }}
            onSort={(next) =>
              show({
                ...byTime,
                ...(next.sort !== "start" && { sort: next.sort }),
                ...(next.isAscending && { order: "asc" }),
              })
            }
            notice={<NewRunsButton newRuns={arrivals.newRuns.value} onShow={showNewest} />}
          />
        </div>
      )}
      {isEmpty && data.searchedTo === undefined && (
        <div class="panel">
          <h2>No run matches these filters</h2>
          <button
            type="button"
            class="button"
            onClick={() => show(dropFromFilter(toScope(first), "range", "from", "to"))}
          >
            Clear filters
          </button>
        </div>
      )}
      {data && (!isEmpty || data.searchedTo !== undefined) && (
        <RunPaging
          total={data.total}
          isAtLeast={data.totalIsAtLeast ?? false}
          noun="run"
          pageNumber={paging.pageNumber.value}
          searchedTo={data.searchedTo}
          onFirst={filter.cursor === undefined ? undefined : () => show(first)}
          onPrevious={previousCursor === undefined ? undefined : () => showPage(previousCursor)}
          onNext={nextCursor === undefined ? undefined : () => showPage(nextCursor)}
        />
      )}
      <TracesNote />
    </div>
  );
}
