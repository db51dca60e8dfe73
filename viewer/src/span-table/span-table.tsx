import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ViewModel } from "../models/create-view-model.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { sumSpanRows, toSpanRows, type SpanOrdering, type SpanSort } from "../models/span-table.ts";
import { SCROLLABLE } from "../ui/scrollable.ts";
import { SortHead, toAriaSort } from "../ui/sort-head.tsx";
import { useRowHeight } from "../ui/use-row-height.ts";
import { useVirtualRows } from "../ui/use-virtual-rows.ts";
import { KindChips } from "../waterfall/kind-chips.tsx";
import { SpanSumsRow, SpanTableRow } from "./span-table-row.tsx";
import { SpanTableTools } from "./span-table-tools.tsx";
import "./span-table.css";

/** The spans of a run, and which of them is chosen. */
export interface SpanTableProps {
  model: WaterfallModel;
  /** Where its order and states stand. */
  page: ViewModel;
  searchField: RefObject<HTMLInputElement | null>;
  selectedId: string | undefined;
  onSelect: (spanId: string) => void;
}

/** Columns in their order; numbers stand right. Tokens that are not split have one where there are such tokens. */
const COLUMNS: readonly { sort: SpanSort; word: string; isNumber: boolean }[] = [
  { sort: "name", word: "Span", isNumber: false },
  { sort: "start", word: "Start", isNumber: true },
  { sort: "duration", word: "Duration", isNumber: true },
  { sort: "self", word: "Itself", isNumber: true },
  { sort: "input", word: "Tokens in", isNumber: true },
  { sort: "output", word: "Tokens out", isNumber: true },
  { sort: "unsplit", word: "Tokens in and out", isNumber: true },
  { sort: "cost", word: "Cost", isNumber: true },
];

/** Keys that go from row to row while the table has the focus. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: -Infinity,
  End: Infinity,
};

/**
 * All spans of a run one below the other: sorted by any column, narrowed by the kinds and the search that the waterfall has too, and by
 * state. At most some 60 rows are in the page. The row of the span whose details are open is in sight.
 */
export function SpanTable({ model, page, searchField, selectedId, onSelect }: SpanTableProps) {
  const { sort: by, order, state = "all" } = page.view.value;
  const ordering = useMemo(() => toOrdering(by, order), [by, order]);
  const onSort = ({ sort, isAscending }: SpanOrdering) => page.change({ sort, order: isAscending ? "asc" : "desc" });
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const spans = model.spans.value;
  const hiddenKinds = model.hiddenKinds.value;
  const matches = model.search.value.trim() === "" ? undefined : model.matches.value;
  const rows = useMemo(
    () => toSpanRows(spans, { hiddenKinds, matches, state }, ordering, (id) => model.toSelfMs(id)),
    [spans, hiddenKinds, matches, state, ordering],
  );
  const sums = useMemo(() => sumSpanRows(rows), [rows]);
  const hasUnsplit = useMemo(() => spans.some(({ usage }) => usage?.unsplitTokens !== undefined), [spans]);
  const columns = COLUMNS.filter(({ sort }) => sort !== "unsplit" || hasUnsplit);
  const selectedIndex = useMemo(() => rows.findIndex(({ span }) => span.spanId === selectedId), [rows, selectedId]);
  const { indexes, places, height, scrollTo } = useVirtualRows({
    scroller,
    count: rows.length,
    rowHeight,
    keptIndex: -1,
  });
  useEffect(() => scrollTo(selectedIndex), [selectedIndex]);

  const before = places.toTop(indexes[0] ?? 0);
  const after = height - before - indexes.length * rowHeight;
  const move = (event: KeyboardEvent) => {
    const step = event.target === scroller.current ? STEPS[event.key] : undefined;
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    const next = rows[Math.max(0, Math.min(rows.length - 1, selectedIndex + step))];
    event.preventDefault();
    if (next) onSelect(next.span.spanId);
  };
  return (
    <>
      <SpanTableTools
        model={model}
        searchField={searchField}
        shown={rows.length}
        state={state}
        onState={(next) => page.change({ state: next === "all" ? undefined : next })}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys are a shorter way to what the buttons in the rows do */}
      <div ref={scroller} class="span-table-scroller" onKeyDown={move} {...SCROLLABLE}>
        <table class="span-table" aria-rowcount={rows.length + 2}>
          <caption class="visually-hidden">Spans of the run</caption>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map(({ sort, word, isNumber }) => (
                <th
                  key={sort}
                  scope="col"
                  class={`cell-${sort}${isNumber ? " number" : ""}`}
                  aria-sort={toAriaSort(sort, ordering)}
                >
                  <SortHead word={word} sort={sort} ordering={ordering} onSort={onSort} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody style={{ "--before": `${before}px`, "--after": `${after}px`, "--row-height": `${rowHeight}px` }}>
            {indexes.map((index) => {
              const row = rows[index];
              return (
                row && (
                  <SpanTableRow
                    key={row.span.spanId}
                    row={row}
                    index={index}
                    model={model}
                    hasUnsplit={hasUnsplit}
                    isSelected={index === selectedIndex}
                    onSelect={onSelect}
                  />
                )
              );
            })}
          </tbody>
          <tfoot>
            <SpanSumsRow sums={sums} index={rows.length} hasUnsplit={hasUnsplit} />
          </tfoot>
        </table>
      </div>
      <KindChips model={model} />
    </>
  );
}

/** By their start, first things first; by anything else the largest first. */
function toOrdering(sort: SpanSort = "start", order = sort === "start" ? "asc" : "desc"): SpanOrdering {
  return { sort, isAscending: order === "asc" };
}
