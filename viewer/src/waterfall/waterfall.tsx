/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { toOwn, type SpanNode } from "../models/span-tree.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { useRowHeight } from "../ui/use-row-height.ts";
import { useVirtualRows } from "../ui/use-virtual-rows.ts";
import { Axis, GridLines } from "./axis.tsx";
import { useTimeGestures } from "./use-time-gestures.ts";
import { toRowId, WaterfallRowView } from "./waterfall-row-view.tsx";
import "./waterfall.css";

/** What the waterfall shows and tells. */
export interface WaterfallProps {
  model: WaterfallModel;
  /** What the spans are of, for those who cannot see that. */
  label: string;
  /** Filled with the grid: whoever has it can give it the focus. */
  grid: RefObject<HTMLDivElement | null>;
  /** Span whose drawer is open. */
  selectedId: string | undefined;
  /** Told of the row that was clicked. */
  onOpen: (node: SpanNode) => void;
}

/** Rows that stay in sight below the one whose drawer is open: what is inside a step tells why it is as it is. */
const KEPT_BELOW = 3;

/** Height of the second line of a row, in px. */
const SECOND_LINE = 16;

/**
 * The tree of spans over time: a treegrid with virtual rows, of which at most some 60 are in the page. The focus stays on
 * the grid; `aria-activedescendant` names the row.
 */
export function Waterfall({ model, label, grid, selectedId, onOpen }: WaterfallProps) {
  const rowHeight = useRowHeight();
  const rows = model.rows.value;
  const activeIndex = model.activeIndex.value;
  const { indexes, toSlot, places, height, scrollTo } = useVirtualRows({
    scroller: grid,
    count: rows.length,
    rowHeight,
    tall: model.tallRows.value,
    extra: SECOND_LINE,
    keptIndex: activeIndex,
  });

  const { follow } = model;
  useTimeGestures(grid, model);
  // After the rows are rendered: a move may have opened what hid its row.
  useLayoutEffect(() => {
    scrollTo(activeIndex, rows[activeIndex]?.node.id === selectedId ? KEPT_BELOW : 0);
    follow.letGo();
  }, [model.moves.value]);
  const followed = follow.isOn.value ? follow.youngestIndex.value : -1;
  useLayoutEffect(() => scrollTo(followed), [followed, rows.length]);
  useEffect(() => {
    if (selectedId !== undefined) model.reveal(selectedId);
  }, [selectedId, rows.length > 0]);

  // A name must lead to a row: none is in the page while the grid has no height, as below the drawer on a phone.
  const activeId = indexes.includes(activeIndex) ? rows[activeIndex]?.node.id : undefined;
  const hasSearch = model.search.value.trim() !== "";
  return (
    <div
      ref={grid}
      class="waterfall"
      role="treegrid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-colcount={3}
      aria-activedescendant={activeId === undefined ? undefined : toRowId(activeId)}
      tabIndex={0}
      onWheel={() => follow.letGo()}
      onTouchMove={() => follow.letGo()}
      onPointerDown={() => follow.letGo()}
      onFocus={() => {
        if (model.activeIndex.peek() === -1) model.moveBy(0);
      }}
    >
      <div class="waterfall-head" role="row" aria-rowindex={1}>
        <span role="columnheader" class="cell-name">
          Span
        </span>
        <span role="columnheader" class="cell-span-duration">
          Duration
        </span>
        <span role="columnheader" class="cell-timeline">
          <span class="visually-hidden">Timeline</span>
          <Axis model={model} />
        </span>
      </div>
      <div class="waterfall-rows" role="rowgroup" style={{ height: `${height}px` }}>
        <GridLines model={model} />
        {indexes.map((index) => {
          const row = rows[index];
          return (
            row && (
              <WaterfallRowView
                key={toSlot(index)}
                row={row}
                index={index}
                top={places.toTop(index)}
                height={places.toHeight(index)}
                model={model}
                isActive={index === activeIndex}
                isSelected={row.node.id === selectedId}
                isDimmed={hasSearch && !model.matches.value.has(toOwn(row.node).id)}
                onOpen={onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
