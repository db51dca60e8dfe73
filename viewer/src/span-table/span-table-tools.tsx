import type { RefObject } from "preact";
import { formatPlural } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { STATE_FILTERS, type StateFilter } from "../models/span-table.ts";
import { SpanSearch } from "../waterfall/span-search.tsx";

/** What narrows the table beside the kinds below it. */
interface SpanTableToolsProps {
  model: WaterfallModel;
  searchField: RefObject<HTMLInputElement | null>;
  shown: number;
  state: StateFilter;
  onState: (state: StateFilter) => void;
}

const WORDS: Record<StateFilter, string> = { all: "All", failed: "Failed", open: "Running" };

/** The search, which is that of the waterfall, and the states. */
export function SpanTableTools({ model, searchField, shown, state, onState }: SpanTableToolsProps) {
  return (
    <div class="waterfall-tools">
      <SpanSearch model={model} field={searchField} />
      <fieldset class="segmented" aria-label="State">
        {STATE_FILTERS.map((each) => (
          <button key={each} type="button" aria-pressed={each === state} onClick={() => onState(each)}>
            {WORDS[each]}
          </button>
        ))}
      </fieldset>
      <output class="muted match-count">{formatPlural(shown, "span")}</output>
    </div>
  );
}
