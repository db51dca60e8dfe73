import type { RefObject } from "preact";
import { SPAN_KINDS } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
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

/** Search, the kinds to show, zoom and help. */
export function WaterfallTools({ model, searchField, onFound, onHelp }: WaterfallToolsProps) {
  const counts = model.kindCounts.value;
  const hasSearch = model.search.value.trim() !== "";
  return (
    <div class="waterfall-tools">
      <input
        ref={searchField}
        class="input"
        type="search"
        aria-label="Search spans"
        placeholder="Search spans  /"
        title="Searches what the rows show, and ids; not content and attributes"
        value={model.search.value}
        onInput={(event) => model.setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && model.matches.value.size > 0) {
            model.goToMatch(event.shiftKey ? "last" : "first");
            onFound();
          }
          if (event.key === "Escape" && hasSearch) {
            model.setSearch("");
            event.stopPropagation();
          }
        }}
      />
      <output class="muted match-count">
        {hasSearch && `${formatCount(model.matches.value.size)} found${model.matches.value.size === 0 ? IN_ROWS : ""}`}
      </output>
      <fieldset class="kind-chips" aria-label="Kinds shown">
        {SPAN_KINDS.filter((kind) => counts.has(kind)).map((kind) => (
          <button
            key={kind}
            type="button"
            class="kind-chip"
            aria-pressed={!model.hiddenKinds.value.has(kind)}
            title={`Show or hide: ${KINDS[kind].many}`}
            onClick={() => model.toggleKind(kind)}
          >
            <KindIcon kind={kind} size={12} />
            {KINDS[kind].many} <span class="muted">{formatCount(counts.get(kind) ?? 0)}</span>
          </button>
        ))}
      </fieldset>
      {model.isZoomed.value && (
        <button type="button" class="button" onClick={() => model.setZoom(undefined)}>
          Show everything
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
