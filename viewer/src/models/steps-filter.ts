import {
  MAX_RUNS_LIMIT,
  MAX_TIME_MS,
  STEP_KINDS,
  type AllStepStatsParams,
  type ListStepsParams,
  type StepKind,
} from "@runline/contract";
import {
  fromListFilter,
  readOneOf,
  readTime,
  readWords,
  toListFilter,
  toListRunsParams,
  toScope,
  type ListFilter,
} from "./list-filter.ts";
import { STEP_SUMS_SORTS, type StepSumsSort } from "./step-sums.ts";

/** What the page of steps shows and how: by kind and name above, one by one below. */
export interface StepsFilter {
  /** Of which agents, and of runs that started when; see {@link toScope}. */
  scope: ListFilter;
  kind?: StepKind | undefined;
  /** Narrows the steps one by one. */
  name?: string | undefined;
  /** Of the steps one by one, the latest first. @defaultValue the slowest first */
  sort?: "start" | undefined;
  /** Narrows the steps one by one to runs that started before, ms since the epoch: where a search goes on. */
  before?: number | undefined;
  /** What the sums are sorted by. @defaultValue "steps" */
  by?: StepSumsSort | undefined;
  /** @defaultValue the largest first */
  order?: "asc" | undefined;
  /** Sums of all names. @defaultValue the first of them */
  names?: "all" | undefined;
}

/** How each part beside the scope is read from the query of the URL; `undefined` for what is malformed. */
export const STEPS_PARTS = {
  kind: readOneOf(STEP_KINDS),
  name: readWords,
  sort: readOneOf(["start"]),
  before: readTime,
  by: readOneOf(STEP_SUMS_SORTS),
  order: readOneOf(["asc"]),
  names: readOneOf(["all"]),
} satisfies { [Key in keyof Omit<StepsFilter, "scope">]-?: (text: string) => StepsFilter[Key] };

/** Reads the filter from the query of the URL, as {@link toListFilter} does. */
export function toStepsFilter(query: Readonly<Record<string, string>>): StepsFilter {
  const parts = Object.entries(STEPS_PARTS).flatMap(([key, read]) => {
    const value = read(query[key] ?? "");
    return value === undefined ? [] : [[key, value]];
  });
  return { scope: toScope(toListFilter(query)), ...Object.fromEntries(parts) };
}

/** Where the page with a filter is. @example toStepsPath({ scope: { range: "1h" }, kind: "model_call" }) // "/steps?range=1h&kind=model_call" */
export function toStepsPath({ scope, ...parts }: StepsFilter): string {
  const query = new URLSearchParams(fromListFilter(scope));
  for (const [key, value] of Object.entries(parts)) if (value !== undefined) query.set(key, String(value));
  return query.size === 0 ? "/steps" : `/steps?${query.toString()}`;
}

/** The parameters of the API for the sums of a scope at `now`; without a time, of all times. */
export function toStepStatsParams(scope: ListFilter, now: number): AllStepStatsParams {
  const { limit: _, from = 0, to = now, ...rest } = toListRunsParams(scope, now);
  // The page takes its last moment in, the API does not, and has a last one of all.
  const begin = Math.min(from, MAX_TIME_MS - 1);
  return { ...rest, from: begin, to: Math.min(MAX_TIME_MS, Math.max(begin, to) + 1) };
}

/** The parameters of the API for the steps one by one: as many as it gives at once. */
export function toListStepsParams({ scope, kind, name, sort, before }: StepsFilter, now: number): ListStepsParams {
  const { agentId, from, to } = toStepStatsParams(scope, now);
  return {
    from,
    to: Math.max(from + 1, Math.min(to, before ?? to)),
    sort: sort ?? "duration",
    limit: MAX_RUNS_LIMIT,
    ...(agentId && { agentId }),
    ...(kind && { kind }),
    ...(name !== undefined && { name }),
  };
}
