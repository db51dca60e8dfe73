import type { RefObject } from "preact";
import { formatCount } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import type { ContentSearch } from "../models/use-content-search.ts";
import { SpanSearch } from "./span-search.tsx";
import "./waterfall-tools.css";
import { KeyHelpButton } from "../ui/key-help.tsx";

/** What is said of the search through what was sent of the spans, where that is not whole. */
const SEARCH_WORDS: Record<ContentSearch, string> = {
  off: " in the rows: content is searched from three characters on",
  searching: ", looking into content…",
  done: "",
  cut: ", in the first part of the content: there is more than one search reads",
  failed: " in the rows: content could not be searched",
};

/** What the tools act on. */
export interface WaterfallToolsProps {
  model: WaterfallModel;
  /** Filled with the search field: whoever has it can give it the focus. */
  searchField: RefObject<HTMLInputElement | null>;
  contentSearch: ContentSearch;
  /** Told that the search has gone to a match. */
  onFound: () => void;
  onHelp: () => void;
}

/** Search, following, critical path, idle time, zoom and help. */
export function WaterfallTools({ model, searchField, contentSearch, onFound, onHelp }: WaterfallToolsProps) {
  const hasSearch = model.search.value.trim() !== "";
  return (
    <div class="waterfall-tools">
      <SpanSearch
        model={model}
        field={searchField}
        onEnter={(isBackwards) => {
          if (model.matches.value.size === 0) return;
          model.goToMatch(isBackwards ? "last" : "first");
          onFound();
        }}
      />
      <output class="muted match-count">{hasSearch && toFoundWords(model, contentSearch)}</output>
      <span class="spacer" />
      {model.isZoomed.value && (
        <button type="button" class="button" onClick={() => model.setZoom(undefined)}>
          Show everything
        </button>
      )}
      {model.follow.youngestIndex.value !== -1 && (
        <button
          type="button"
          class="button quiet toggle"
          aria-pressed={model.follow.isOn.value}
          title="Keeps in sight what is going on, until one scrolls"
          onClick={() => model.follow.toggle()}
        >
          Follow <kbd>f</kbd>
        </button>
      )}
      <button
        type="button"
        class="button quiet toggle"
        aria-pressed={model.criticalPath.value !== undefined}
        title="What the length of the run was made of"
        onClick={() => model.toggleCriticalPath()}
      >
        Critical path <kbd>c</kbd>
      </button>
      {model.idleGaps.value.length > 0 && (
        <button
          type="button"
          class="button quiet toggle"
          aria-pressed={model.isCompressed.value}
          title="Gives the time in which nothing was going on little room"
          onClick={() => model.toggleCompressed()}
        >
          Compress idle <kbd>i</kbd>
        </button>
      )}
      <KeyHelpButton onHelp={onHelp} />
    </div>
  );
}

/** @example toFoundWords(model, "done") // "4 found, 1 of them in content" */
function toFoundWords({ matches, matchesInContent }: WaterfallModel, contentSearch: ContentSearch): string {
  const inContent = matchesInContent.value;
  const where = inContent > 0 ? `, ${formatCount(inContent)} of them in content` : "";
  return `${formatCount(matches.value.size)} found${where}${SEARCH_WORDS[contentSearch]}`;
}
