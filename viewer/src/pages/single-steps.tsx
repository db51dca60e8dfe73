import { useEffect } from "preact/hooks";
import type { StepSums } from "@runline/contract";
import { useApp } from "../models/app-context.ts";
import { toRunPath } from "../models/run-path.ts";
import { useListSteps } from "../models/step-queries.ts";
import { toStepTotals } from "../models/step-sums.ts";
import type { StepsFilter } from "../models/steps-filter.ts";
import { RunListSkeleton } from "../run-list/run-list-skeleton.tsx";
import { StepList } from "../steps/step-list.tsx";
import { StepsHead } from "../steps/steps-head.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { StaleNote } from "../ui/stale-note.tsx";

/** Which steps are listed, and what is known of all that match. */
interface SingleStepsProps {
  filter: StepsFilter;
  /** Of the kind that is chosen. */
  sums: readonly StepSums[];
  /** `false` when there are names that `sums` does not have. */
  isAllSummed: boolean;
  agentNames: ReadonlyMap<string, string>;
  onShow: (filter: StepsFilter) => void;
}

/** The slowest or the latest steps that match, and how far they were looked for. */
export function SingleSteps({ filter, sums, isAllSummed, agentNames, onShow }: SingleStepsProps) {
  const { listed } = useApp();
  const { data, error, isPrevious, refetch } = useListSteps(filter);
  useEffect(() => {
    if (data) listed.value = [...new Set(data.steps.map((step) => toRunPath(step)))];
  }, [data]);
  if (error && !data) return <ErrorPanel title="The steps could not be loaded" error={error} onRetry={refetch} />;
  if (!data) return <RunListSkeleton />;
  const { name, sort = "duration" } = filter;
  const { steps, hasMore, searchedTo } = data;
  const matching = sums.filter((each) => name === undefined || each.name === name);
  return (
    <section class={isPrevious ? "is-previous" : undefined} aria-labelledby="steps-one-by-one">
      <StepsHead
        filter={filter}
        shown={steps.length}
        hasMore={hasMore}
        total={isAllSummed ? toStepTotals(matching).steps : undefined}
        searchedTo={searchedTo}
        onShow={onShow}
      />
      <StaleNote what="This list is" error={error} />
      {steps.length > 0 ? (
        <StepList
          steps={steps}
          sort={sort}
          agentNames={agentNames}
          onSort={(by) => onShow({ ...filter, sort: by === "start" ? by : undefined })}
        />
      ) : (
        <p class="muted">None of the steps that were looked at matches.</p>
      )}
    </section>
  );
}
