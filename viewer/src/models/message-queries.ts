import type { EventsCut, StepContent } from "@runline/contract";
import { queryKeys } from "./query-keys.ts";
import { useQuery, type QueryOptions, type QueryState } from "./use-query.ts";

/** What was said in the steps of a run, and what of it is left out. */
export interface RunMessages {
  steps: StepContent[];
  cut: EventsCut | undefined;
}

/** What was said in a run. Asks again with each event of the run. */
export function useRunMessages(agentId: string, runId: string, options: QueryOptions = {}): QueryState<RunMessages> {
  return useQuery({
    ...options,
    queryKey: queryKeys.messages(agentId, runId),
    async call(runs, signal) {
      const steps: StepContent[] = [];
      let cut: EventsCut | undefined;
      await runs.streamRunMessages(agentId, runId, {
        signal,
        onLine(line) {
          steps.push(...(line.steps ?? []));
          cut = line.cut;
        },
      });
      return { steps, cut };
    },
    waits: true,
  });
}
