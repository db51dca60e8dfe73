import { formatTotal } from "../format/format-count.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { PAGE_SIZE } from "../models/list-filter.ts";
import "./run-paging.css";

/** Where one is and where one can go; a missing way is disabled. */
export interface RunPagingProps {
  total: number;
  /** `true` when there are more than `total`, or may be. @defaultValue false */
  totalIsAtLeast?: boolean;
  /** What is listed, in the singular. */
  noun: string;
  /** From 1; `undefined` when it is not known. */
  pageNumber: number | undefined;
  /** Where a search that looked at as much as it may has ended, ms since the epoch; the next page goes on. */
  searchedTo?: number | undefined;
  onFirst: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** The line below the list: how many there are, and the other pages. */
export function RunPaging(props: RunPagingProps) {
  const { total, totalIsAtLeast = false, noun, pageNumber, searchedTo, onFirst, onPrevious, onNext } = props;
  const pages = Math.ceil(total / PAGE_SIZE);
  const hasPages = pages > 1 || onFirst !== undefined || onNext !== undefined;
  return (
    <nav class="run-paging" aria-label="Pages">
      <output class="muted">
        {formatTotal({ total, totalIsAtLeast }, noun)}
        {hasPages && pageNumber !== undefined && ` · page ${pageNumber}`}
        {hasPages && pageNumber !== undefined && !totalIsAtLeast && ` of ${pages}`}
        {searchedTo !== undefined && ` · searched back to ${formatAbsoluteTime(searchedTo)}`}
      </output>
      {hasPages && (
        <>
          <Way word="First" onGo={onFirst} />
          <Way word="Previous" onGo={onPrevious} />
          <Way word={searchedTo === undefined ? "Next" : "Look further"} onGo={onNext} />
        </>
      )}
    </nav>
  );
}

function Way({ word, onGo }: { word: string; onGo: (() => void) | undefined }) {
  return (
    <button type="button" class="button" disabled={!onGo} onClick={onGo}>
      {word}
    </button>
  );
}
