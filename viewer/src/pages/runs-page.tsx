import { useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import { readUuid, type RunSummary } from "@runline/contract";
import { toAgentNames } from "../format/format-agent.ts";
import { useApp } from "../models/app-context.ts";
import { toChartLength, toChartRange } from "../models/chart-range.ts";
import {
  dropFromFilter,
  isNarrowing,
  toListFilter,
  toListPath,
  toListRunsParams,
  type ListFilter,
} from "../models/list-filter.ts";
import { keepKeys } from "../models/keep-keys.ts";
import { useListAgents, useListRuns, useRunStats } from "../models/run-queries.ts";
import { ListFilters } from "../run-list/list-filters.tsx";
import { ListViews } from "../run-list/list-views.tsx";
import { TracesNote } from "../run-list/traces-note.tsx";
import { NotFoundPage } from "./not-found-page.tsx";
import { PagedRuns } from "./paged-runs.tsx";
import { lazy } from "../ui/lazy.tsx";
import "./runs-page.css";

// A list of runs can be read without these.
const CauseList = lazy(() => import("../run-list/cause-list.tsx").then((module) => module.CauseList));
const ListTools = lazy(() => import("../run-list/list-tools.tsx").then((module) => module.ListTools));
const NoRuns = lazy(() => import("../run-list/no-runs.tsx").then((module) => module.NoRuns));
const RunCharts = lazy(() => import("../charts/run-charts.tsx").then((module) => module.RunCharts));

/** The charts move on this often when no run starts or ends. */
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
  const { clock, listPath } = useApp();
  const { route } = useLocation();
  const slowNow = clock.slowNow.value;
  const agents = useListAgents().data?.agents;
  const agentNames = useMemo(() => toAgentNames(agents ?? []), [agents]);
  const toAgentName = (run: RunSummary) => agentNames.get(run.agentId) ?? run.agentName ?? run.name ?? "";

  const first = dropFromFilter(filter, "cursor");
  // What is on screen as well, on the first page of a list by time.
  const newest = useListRuns(toListRunsParams(dropFromFilter(first, "sort", "order"), slowNow));
  const newestRuns = newest.isPrevious ? undefined : newest.data?.runs;
  const lengthMs = toChartLength(filter, newest.data?.runs ?? [], slowNow);
  const chart = useRunStats(filter, lengthMs, { pollMs: CHART_POLL_MS }).data;

  useEffect(() => {
    listPath.value = toListPath(filter);
  });
  const [agentId, ...otherAgents] = filter.agentIds ?? [];
  const agentName = otherAgents.length === 0 ? agentNames.get(agentId ?? "") : undefined;
  useEffect(() => {
    document.title = `${agentName ?? "Runs"} · Runline`;
  }, [agentName]);

  const show = (next: ListFilter) => route(toListPath(next));
  const isEmpty = newestRuns?.length === 0 && !isNarrowing(first);
  return (
    <div class="page runs-page">
      {isEmpty ? (
        <NoRuns agents={agents} />
      ) : (
        <>
          <h1 class="visually-hidden">Runs{agentName ? ` of ${agentName}` : ""}</h1>
          <ListViews filter={filter} />
          <ListFilters
            filter={filter}
            agents={agents ?? []}
            agentNames={agentNames}
            runs={newest.data?.runs ?? []}
            onChange={show}
          />
          <div class="chart-place">
            <RunCharts
              stats={chart?.stats}
              range={chart?.range ?? toChartRange(filter, lengthMs, slowNow)}
              onSelect={(from: number, to: number) => show({ ...dropFromFilter(first, "range"), from, to })}
            />
          </div>
          {filter.group === "cause" ? (
            <CauseList filter={filter} agentNames={agentNames} toAgentName={toAgentName} />
          ) : (
            <PagedRuns filter={filter} newestRuns={newestRuns} toAgentName={toAgentName} />
          )}
          <TracesNote />
        </>
      )}
      {/* One place for both: what is typed there is kept when the first run comes, or the last one goes. */}
      <EarlyListTools />
    </div>
  );
}

/** The tools of the list, with the keys that are pressed while they are on their way. */
function EarlyListTools() {
  const early = useMemo(keepKeys, []);
  useEffect(() => early.stop, []);
  return <ListTools early={early} />;
}
