import { formatCount, formatTotal } from "../format/format-count.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import type { StepsFilter } from "../models/steps-filter.ts";
import { KINDS } from "../ui/kinds.ts";
import "./steps-head.css";

/** What is listed, and of how much. */
export interface StepsHeadProps {
  filter: StepsFilter;
  /** How many steps are listed. */
  shown: number;
  /** Whether more match of the runs that were looked at. */
  hasMore: boolean;
  /** How many steps match in the whole of the time; `undefined` where that is not known. */
  total: number | undefined;
  /** Where a search that looked at as many runs as it may has ended, ms since the epoch. */
  searchedTo: number | undefined;
  onShow: (filter: StepsFilter) => void;
}

/** The line above the steps one by one: which these are, how many there are, and how far they were looked for. */
export function StepsHead({ filter, shown, hasMore, total, searchedTo, onShow }: StepsHeadProps) {
  const { kind, sort, before } = filter;
  const isWhole = total !== undefined && before === undefined && searchedTo === undefined;
  const words = [
    isWhole
      ? `${formatCount(shown)} of ${formatCount(total)}`
      : formatTotal({ total: shown, totalIsAtLeast: hasMore }, "step"),
    before !== undefined && `of runs before ${formatAbsoluteTime(before)}`,
    searchedTo !== undefined && `searched back to ${formatAbsoluteTime(searchedTo)}`,
  ];
  return (
    <header class="steps-head">
      <h2 id="steps-one-by-one">
        {sort === "start" ? "Latest" : "Slowest"} {kind === undefined ? "steps" : KINDS[kind].many.toLowerCase()}
      </h2>
      <span class="muted">{words.filter(Boolean).join(" · ")}</span>
      {searchedTo !== undefined && (
        <button type="button" class="button" onClick={() => onShow({ ...filter, before: searchedTo })}>
          Look further
        </button>
      )}
      {before !== undefined && (
        <button type="button" class="button" onClick={() => onShow({ ...filter, before: undefined })}>
          Back to the newest
        </button>
      )}
    </header>
  );
}
