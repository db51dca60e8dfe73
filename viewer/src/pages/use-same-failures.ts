import type { RunSummary } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";
import { useApp } from "../models/app-context.ts";
import { toListPath, toScope, type ListFilter } from "../models/list-filter.ts";
import { useListCauses } from "../models/run-queries.ts";

/** How many runs failed the same way as one, and the way to them. */
interface SameFailures {
  href: string;
  words: string;
}

/** Tells of a run on a list how many others failed so, at the time and of the agents that the list is of; nothing for one that did alone. */
export function useSameFailures(
  filter: ListFilter,
  runs: readonly RunSummary[],
): (run: RunSummary) => SameFailures | undefined {
  const { clock } = useApp();
  const scope = toScope(filter);
  const enabled = runs.some(({ cause }) => cause !== undefined);
  const { data } = useListCauses(scope, clock.slowNow.value, { enabled });
  const timesFailed = new Map(data?.groups.map((group) => [group.fingerprint, group.runs]));
  return ({ cause }) => {
    const times = timesFailed.get(cause?.fingerprint ?? "") ?? 0;
    if (!cause || times < 2 || cause.fingerprint === filter.fingerprint) return undefined;
    return {
      href: toListPath({ ...scope, fingerprint: cause.fingerprint }),
      words: `${formatPlural(times, "run")} failed the same way`,
    };
  };
}
