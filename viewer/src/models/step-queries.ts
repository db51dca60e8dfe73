import type { StepList, StepStats } from "@runline/contract";
import type { ListFilter } from "./list-filter.ts";
import { toListStepsParams, toStepStatsParams, type StepsFilter } from "./steps-filter.ts";
import { useQuery, type QueryState } from "./use-query.ts";

/** Steps are summed up and listed again this often, in ms: to do so for each run that comes would cost the server more than the run. */
const STEPS_POLL_MS = 15_000;

/** Steps of a scope by kind and name. A moving time is that of the moment of each request. */
export function useStepStats(scope: ListFilter): QueryState<StepStats> {
  return useQuery({
    pollMs: STEPS_POLL_MS,
    queryKey: ["step-stats", scope],
    call: (runs, signal) => runs.getAllStepStats(toStepStatsParams(scope, Date.now()), { signal }),
    keepsPrevious: true,
  });
}

/** Steps one by one, the slowest or the latest. */
export function useListSteps({ scope, kind, name, sort, before }: StepsFilter): QueryState<StepList> {
  const asked = { scope, kind, name, sort, before };
  return useQuery({
    pollMs: STEPS_POLL_MS,
    queryKey: ["steps", asked],
    call: (runs, signal) => runs.listSteps(toListStepsParams(asked, Date.now()), { signal }),
    keepsPrevious: true,
  });
}
