import { RUN_COLUMNS, type RunRow } from "./run-columns.ts";
import { toRunCondition, type AddParameter, type RunFilter } from "./run-filter.ts";
import { isAfter, toOrder, toSortValue, type RunPosition, type RunSorting } from "./run-order.ts";

/** Which part of a list is asked for. */
export interface RunPlace extends RunSorting {
  limit: number;
  /** Absent for the first page. */
  after?: RunPosition | undefined;
}

/** A run as a list has it, with what it is sorted by. */
export type ListedRun = RunRow & Pick<RunPosition, "value">;

/** What narrows runs by an index, and what they are looked through for one by one. */
export interface SplitFilter {
  indexed: RunFilter;
  searched: RunFilter;
}

/** The runs that a page is of before it is searched, in their order, after its place. */
export function toCandidates(columns: string, indexed: RunFilter, place: RunPlace, add: AddParameter): string {
  const isRest = place.after ? isAfter(place, place.after, add) : "true";
  return `select ${columns} from runs where ${toRunCondition(indexed, add)} and ${isRest} order by ${toOrder(place)}`;
}

/** The first of these, as many as a page is planned for and looks at. */
export interface Candidates {
  limit: number;
  /** Whether Postgres plans for all of them, and not for those that fill the page. They are not read beyond the page in either case. */
  areAllPlanned: boolean;
}

/** One page of runs, of the candidates that have what is searched. */
export function toPage(
  { indexed, searched }: SplitFilter,
  place: RunPlace,
  candidates: Candidates,
  add: AddParameter,
): string {
  return `
    with candidates as ${candidates.areAllPlanned ? "materialized" : "not materialized"} (
      ${toCandidates("*", indexed, place, add)} limit ${add(candidates.limit)}
    )
    select ${RUN_COLUMNS}, ${toSortValue(place.sort)} as value from candidates
    where ${toRunCondition(searched, add)}
    order by ${toOrder(place)}
    limit ${add(place.limit)}`;
}
