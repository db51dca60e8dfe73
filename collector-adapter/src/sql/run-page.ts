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

/** The runs that a page is of: those that match without a text, in their order, after its place. */
export function toCandidates(columns: string, filter: RunFilter, place: RunPlace, add: AddParameter): string {
  const condition = toRunCondition({ ...filter, text: undefined }, add);
  const isRest = place.after ? isAfter(place, place.after, add) : "true";
  return `select ${columns} from runs where ${condition} and ${isRest} order by ${toOrder(place)}`;
}

/** The first of the runs that a page is of, as many as it is planned for and looks at. */
export interface Candidates {
  limit: number;
  /** Whether Postgres plans for all of them, and not for those that fill the page. They are not read beyond the page in either case. */
  areAllPlanned: boolean;
}

/** One page of runs, of those candidates that have the text where one is asked for. */
export function toPage(filter: RunFilter, place: RunPlace, candidates: Candidates, add: AddParameter): string {
  return `
    with candidates as ${candidates.areAllPlanned ? "materialized" : "not materialized"} (
      ${toCandidates("*", filter, place, add)} limit ${add(candidates.limit)}
    )
    select ${RUN_COLUMNS}, ${toSortValue(place.sort)} as value from candidates
    where ${toRunCondition({ text: filter.text }, add)}
    order by ${toOrder(place)}
    limit ${add(place.limit)}`;
}
