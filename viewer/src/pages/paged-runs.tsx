import { useLocation } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import type { RunSummary } from "@runline/contract";
import { RunsApiError } from "@runline/contract/client";
import { useApp } from "../models/app-context.ts";
import { createNewRunsModel } from "../models/create-new-runs-model.ts";
import { createRunsPageModel } from "../models/create-runs-page-model.ts";
import {
  dropFromFilter,
  fromListFilter,
  toListPath,
  toListRunsParams,
  toScope,
  type ListFilter,
} from "../models/list-filter.ts";
import { toRunPath } from "../models/run-path.ts";
import { OPEN_RUN_POLL_MS, useListRuns } from "../models/run-queries.ts";
import { NewRunsButton } from "../run-list/new-runs-button.tsx";
import { RunList, type RunOrdering } from "../run-list/run-list.tsx";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { RunPaging } from "../run-list/run-paging.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { StaleNote } from "../ui/stale-note.tsx";
import { useIsAtTop } from "../ui/use-is-at-top.ts";
import { useSameFailures } from "./use-same-failures.ts";

/** A filter with its page, and what is known beside it. */
interface PagedRunsProps {
  filter: ListFilter;
  /** The newest runs that match, whatever is on screen; `undefined` while they are not known. */
  newestRuns: readonly RunSummary[] | undefined;
  toAgentName: (run: RunSummary) => string;
}

/** One page of the runs that match, live: their list with its order, how many have come since its top was in sight, the other pages. */
export function PagedRuns({ filter, newestRuns, toAgentName }: PagedRunsProps) {
  const { clock, listed } = useApp();
  const { route } = useLocation();
  const first = dropFromFilter(filter, "cursor");
  const byTime = dropFromFilter(first, "sort", "order");
  const { data, error, isLoading, isPrevious, refetch } = useListRuns(toListRunsParams(filter, clock.slowNow.value), {
    pollMs: OPEN_RUN_POLL_MS,
  });
  useEffect(() => {
    if (data) listed.value = data.runs.map((run) => toRunPath(run));
  }, [data]);

  const query = fromListFilter(first);
  const paging = useMemo(createRunsPageModel, [query]);
  const arrivals = useMemo(createNewRunsModel, [query]);
  const isBeginning = filter.cursor === undefined && fromListFilter(byTime) === query;
  const isInSight = useIsAtTop() && isBeginning;
  useEffect(() => paging.visit(filter.cursor), [paging, filter.cursor]);
  useEffect(() => arrivals.visit(newestRuns, isInSight), [arrivals, newestRuns, isInSight]);
  const toSameFailures = useSameFailures(filter, data?.runs ?? []);

  const show = (next: ListFilter) => route(toListPath(next));
  const showPage = (cursor: string) => show(cursor === "" ? first : { ...first, cursor });
  const showSorted = ({ sort, isAscending }: RunOrdering) =>
    show({ ...byTime, ...(sort !== "start" && { sort }), ...(isAscending && { order: "asc" }) });
  const showNewest = () => {
    window.scrollTo({ top: 0 });
    if (!isBeginning) show(byTime);
  };
  // Nothing else of an address is refused: what cannot be read of it was left out.
  if (filter.cursor !== undefined && error instanceof RunsApiError && error.status === 400) {
    return (
      <>
        <p class="muted" role="note">
          The page of this address is not there any more. This is the first one.
        </p>
        <PagedRuns filter={first} newestRuns={newestRuns} toAgentName={toAgentName} />
      </>
    );
  }
  if (error && !data) return <ErrorPanel title="The runs could not be loaded" error={error} onRetry={refetch} />;
  if (isLoading || !data) return <RunListSkeleton />;
  const { runs, total, totalIsAtLeast = false, searchedTo } = data;
  const { sort = "start", order = "desc" } = filter;
  const previousCursor = paging.previousCursor.value;
  const nextCursor = isPrevious ? undefined : data.nextCursor;
  if (runs.length === 0 && searchedTo === undefined) {
    return (
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
    );
  }
  return (
    <>
      <StaleNote what="This list is" error={error} />
      {runs.length > 0 && (
        <div class={isPrevious ? "is-previous" : undefined}>
          <RunList
            runs={runs}
            toAgentName={toAgentName}
            toSameFailures={toSameFailures}
            ordering={{ sort, isAscending: order === "asc" }}
            onSort={showSorted}
            notice={<NewRunsButton newRuns={arrivals.newRuns.value} onShow={showNewest} />}
          />
        </div>
      )}
      <RunPaging
        total={total}
        totalIsAtLeast={totalIsAtLeast}
        noun="run"
        pageNumber={paging.pageNumber.value}
        searchedTo={searchedTo}
        onFirst={filter.cursor === undefined ? undefined : () => show(first)}
        onPrevious={previousCursor === undefined ? undefined : () => showPage(previousCursor)}
        onNext={nextCursor === undefined ? undefined : () => showPage(nextCursor)}
      />
    </>
  );
}
