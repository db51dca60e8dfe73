import { useLocation, useRoute } from "preact-iso";
import { useEffect, useMemo } from "preact/hooks";
import type { StepKind, StepStats } from "@runline/contract";
import { toAgentNames } from "../format/format-agent.ts";
import { formatCost } from "../format/format-cost.ts";
import { formatPlural } from "../format/format-count.ts";
import { useApp } from "../models/app-context.ts";
import { useListAgents } from "../models/run-queries.ts";
import { useStepStats } from "../models/step-queries.ts";
import { toStepTotals } from "../models/step-sums.ts";
import { toStepsFilter, toStepsPath, type StepsFilter } from "../models/steps-filter.ts";
import { LeftOutNote } from "../run-list/left-out-note.tsx";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { KindViews } from "../steps/kind-views.tsx";
import { NoSteps } from "../steps/no-steps.tsx";
import { StepSumsTable } from "../steps/step-sums-table.tsx";
import { StepsFilters } from "../steps/steps-filters.tsx";
import { stepsLeftOut } from "../steps/steps-left-out.ts";
import { CutNote, MoreNote } from "../steps/steps-notes.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { KINDS } from "../ui/kinds.ts";
import { StaleNote } from "../ui/stale-note.tsx";
import { SingleSteps } from "./single-steps.tsx";
import "./steps-page.css";

/** What the steps of all agents took and used, by kind and name, and below that one by one; everything that is chosen is in the URL. */
export function StepsPage() {
  const { query } = useRoute();
  const { listPath } = useApp();
  const { route } = useLocation();
  const filter = toStepsFilter(query);
  const agents = useListAgents().data?.agents;
  const agentNames = useMemo(() => toAgentNames(agents ?? []), [agents]);
  const { data, error, isPrevious, refetch } = useStepStats(filter.scope);
  const show = (next: StepsFilter) => route(toStepsPath(next));

  useEffect(() => {
    document.title = "Steps · Runline";
  }, []);
  useEffect(() => {
    listPath.value = toStepsPath(filter);
  });

  const sums = data?.steps.filter(({ kind }) => filter.kind === undefined || kind === filter.kind);
  return (
    <div class="page steps-page">
      <h1 class="visually-hidden">Steps</h1>
      <KindViews filter={filter} stats={data} />
      <StepsFilters filter={filter} agents={agents ?? []} agentNames={agentNames} onChange={show} />
      <LeftOutNote leftOut={stepsLeftOut(query)} />
      {error && !data && <ErrorPanel title="The steps could not be summed up" error={error} onRetry={refetch} />}
      {data && <StaleNote what="These sums are" error={error} />}
      {!data && !error && <RunListSkeleton />}
      {data && sums?.length === 0 && <NoSteps filter={filter} agents={agents} />}
      {data && sums && sums.length > 0 && (
        <>
          <section class={isPrevious ? "is-previous" : undefined} aria-labelledby="steps-by-name">
            <header class="steps-head">
              <h2 id="steps-by-name">By name</h2>
              <span class="muted">{describeSums(filter.kind, { ...data, steps: sums })}</span>
            </header>
            <StepSumsTable
              filter={filter}
              sums={sums}
              onSort={({ sort, isAscending }) =>
                show({ ...filter, by: sort === "steps" ? undefined : sort, order: isAscending ? "asc" : undefined })
              }
            />
            {data.more > 0 && <MoreNote more={data.more} />}
            {data.cut && <CutNote cut={data.cut} />}
          </section>
          <SingleSteps
            filter={filter}
            sums={sums}
            isAllSummed={data.more === 0}
            agentNames={agentNames}
            onShow={show}
          />
        </>
      )}
    </div>
  );
}

/** @example "6 names, 1,269 model calls, at least $4.92. A row filters the steps below." */
function describeSums(kind: StepKind | undefined, { steps, more, cut }: StepStats): string {
  const totals = toStepTotals(steps);
  const isLeast = more > 0 || cut !== undefined;
  const words = [
    formatPlural(steps.length, "name"),
    formatPlural(totals.steps, kind === undefined ? "step" : KINDS[kind].one),
    totals.cost &&
      `${totals.cost.atLeast && !isLeast ? "at least " : ""}${formatCost(totals.cost.usd, totals.cost.estimated)}`,
  ];
  const sentence = words.filter((each) => each !== undefined).join(", ");
  return `${isLeast ? "At least " : ""}${sentence}. A row filters the steps below.`;
}
