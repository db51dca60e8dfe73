import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useIsPrinting } from "./use-is-printing.ts";
import { createRowPlaces, type RowPlaces, type RowSizes } from "../models/row-places.ts";

/** Rows to virtualise inside `scroller`. */
export interface VirtualRowsOptions extends RowSizes {
  scroller: RefObject<HTMLElement | null>;
  /** Row that stays in the page when it is scrolled out, because `aria-activedescendant` names it; -1 for none. */
  keptIndex: number;
}

/** The rows that are in the page and where they stand. */
export interface VirtualRows {
  indexes: number[];
  /**
   * Key for rows that hold no focus: one that comes in takes over the elements of one that went. A jump in a large run costs 0.6 of the
   * layout and style and 0.75 of the script that it takes with new elements.
   */
  toSlot: (index: number) => number;
  places: RowPlaces;
  /** Of all rows, or of those that are printed, in px. */
  height: number;
  /**
   * Shows a row, and so many of those below it: scrolls as little as needed to one nearby, and brings one from further away a third
   * from above.
   */
  scrollTo: (index: number, below?: number) => void;
}

/** The column heads take the first px of the scroller and stay there, over the rows. */
const HEAD_HEIGHT = 28;

/** Rows beyond either edge that are in the page: scrolling by a little shows no gap. */
const OVERSCAN = 8;

/** Rows that are printed, the first ones: some ten sheets. */
export const MAX_PRINTED = 500;

/** So many rows from what is on screen are nearby. */
const NEARBY = 3;

/** Finds the rows to draw of a list that is too long to be drawn whole. None while the scroller has no height. */
export function useVirtualRows({ scroller, keptIndex, ...sizes }: VirtualRowsOptions): VirtualRows {
  const { count, rowHeight, tall } = sizes;
  const places = createRowPlaces(sizes);
  const current = useRef(places);
  current.current = places;
  // As whole rows, so that scrolling within one draws nothing.
  const first = useSignal(0);
  const last = useSignal(-1);

  function look(): void {
    if (!scroller.current) return;
    const { scrollTop, clientHeight } = scroller.current;
    first.value = current.current.toIndex(scrollTop);
    last.value = clientHeight === 0 ? -1 : current.current.toIndex(scrollTop + clientHeight);
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(look, [count, rowHeight, tall]);

  const isPrinting = useIsPrinting();
  const from = isPrinting ? 0 : Math.max(0, Math.min(first.value, count) - OVERSCAN);
  const end = last.value === -1 ? from : last.value + 1 + OVERSCAN;
  const to = Math.min(count, isPrinting ? MAX_PRINTED : end);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
  if (indexes.length > 0 && keptIndex >= 0 && keptIndex < count) {
    if (keptIndex < from) indexes.unshift(keptIndex);
    else if (keptIndex >= to) indexes.push(keptIndex);
  }
  const slots = 2 ** Math.ceil(Math.log2(to - from + 1));
  return {
    indexes,
    toSlot: (index) => (index >= from && index < to ? index % slots : -1),
    places,
    height: isPrinting ? places.toTop(to) : places.totalHeight,
    scrollTo(index, rowsBelow = 0) {
      const element = scroller.current;
      if (!element || index < 0) return;
      const top = places.toTop(index);
      const bottom = HEAD_HEIGHT + top + places.toHeight(index) + Math.min(rowsBelow, count - 1 - index) * rowHeight;
      const above = element.scrollTop - top;
      const below = bottom - element.scrollTop - element.clientHeight;
      if (Math.max(above, below) > NEARBY * rowHeight) element.scrollTop = top - element.clientHeight / 3;
      else if (above > 0) element.scrollTop = top;
      else if (below > 0) element.scrollTop = Math.min(top, element.scrollTop + below);
      look();
    },
  };
}
