import type { RefObject } from "preact";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";

interface SpanSearchProps {
  model: WaterfallModel;
  /** Filled with the field: whoever has it can give it the focus. */
  field: RefObject<HTMLInputElement | null>;
  /** Enter, and whether it came with Shift. */
  onEnter?: (isBackwards: boolean) => void;
}

/** Searches the spans of a run, in the waterfall and in the table alike. Esc empties the field, and leaves what is open as it is. */
export function SpanSearch({ model, field, onEnter }: SpanSearchProps) {
  return (
    <input
      ref={field}
      class="input"
      type="search"
      aria-label="Search spans"
      placeholder="Search spans  /"
      title="Searches what the rows show, ids, content, attributes and log records"
      value={model.search.value}
      onInput={(event) => model.setSearch(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") onEnter?.(event.shiftKey);
        if (event.key === "Escape" && model.search.value.trim() !== "") {
          model.setSearch("");
          event.stopPropagation();
        }
      }}
    />
  );
}
