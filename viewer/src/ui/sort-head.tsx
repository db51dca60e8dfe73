import { Icon } from "./icon.tsx";
import "./sort-head.css";

/** What a table is sorted by, and which way. */
export interface Ordering<Sort extends string> {
  sort: Sort;
  isAscending: boolean;
}

/** The `aria-sort` of a column, by what a click on its head sorts by; `undefined` for all but the one that is sorted by. */
export function toAriaSort<Sort extends string>(
  sort: Sort | undefined,
  ordering: Ordering<Sort>,
): "ascending" | "descending" | undefined {
  if (sort !== ordering.sort) return undefined;
  return ordering.isAscending ? "ascending" : "descending";
}

/** A column that one can sort by. */
interface SortHeadProps<Sort extends string> {
  word: string;
  sort: Sort;
  ordering: Ordering<Sort>;
  onSort: (ordering: Ordering<Sort>) => void;
}

/** The button in the head of a column: the first click sorts by what is largest or newest, the next one turns that round. */
export function SortHead<Sort extends string>({ word, sort, ordering, onSort }: SortHeadProps<Sort>) {
  const isSorted = sort === ordering.sort;
  return (
    <button
      type="button"
      class="sort-head"
      onClick={() => onSort({ sort, isAscending: isSorted && !ordering.isAscending })}
    >
      {word}
      {isSorted && <Icon name="chevron" size={12} className={ordering.isAscending ? "is-up" : "is-down"} />}
    </button>
  );
}
