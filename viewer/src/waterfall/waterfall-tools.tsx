import type { RefObject } from "preact";
import { formatCount } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { SpanSearch } from "./span-search.tsx";
import "./waterfall-tools.css";

/** The reader who finds nothing is to know where it was looked for. */
const IN_ROWS = " in the rows; content is not searched";

/** What the tools act on. */
export interface WaterfallToolsProps {
  model: WaterfallModel;
  /** Filled with the search field: whoever has it can give it the focus. */
  searchField: RefObject<HTMLInputElement | null>;
  /** Told that the search has gone to a match. */
  onFound: () => void;
  onHelp: () => void;
}

/** Search, following, critical path, idle time, zoom and help. */
export function WaterfallTools({ model, searchField, onFound, onHelp }: WaterfallToolsProps) {
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
      <output class="muted match-count">
        {hasSearch && `${formatCount(model.matches.value.size)} found${model.matches.value.size === 0 ? IN_ROWS : ""}`}
      </output>
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
      <button
        type="button"
        class="button quiet icon-only help-button"
        aria-label="Keys"
        title="Keys (?)"
        onClick={onHelp}
      >
        ?
      </button>
    </div>
  );
}
