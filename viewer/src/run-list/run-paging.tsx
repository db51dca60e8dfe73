import { formatPlural } from "../format/format-count.ts";
import { PAGE_SIZE } from "../models/list-filter.ts";
import "./run-paging.css";

/** Where one is and where one can go; a missing way is disabled. */
export interface RunPagingProps {
  total: number;
  /** What is listed, in the singular. */
  noun: string;
  /** From 1; `undefined` when it is not known. */
  pageNumber: number | undefined;
  onFirst: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}

/** The line below the list: how many there are, and the other pages. */
export function RunPaging({ total, noun, pageNumber, onFirst, onPrevious, onNext }: RunPagingProps) {
  const pages = Math.ceil(total / PAGE_SIZE);
  return (
    <nav class="run-paging" aria-label="Pages">
      <output class="muted">
        {formatPlural(total, noun)}
        {pages > 1 && pageNumber !== undefined && ` · page ${pageNumber} of ${pages}`}
      </output>
      {(pages > 1 || onFirst) && (
        <>
          <Way word="First" onGo={onFirst} />
          <Way word="Previous" onGo={onPrevious} />
          <Way word="Next" onGo={onNext} />
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
