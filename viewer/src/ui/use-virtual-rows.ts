import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** What to virtualise: `count` rows of one height inside `scroller`. */
export interface VirtualRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** In px. */
  rowHeight: number;
  /** Row that stays in the page when it is scrolled out, because `aria-activedescendant` names it; -1 for none. */
  keptIndex: number;
}

/** The rows that are in the page and where they stand. */
export interface VirtualRows {
  items: { index: number; top: number }[];
  totalHeight: number;
  /** Scrolls as little as needed to show a row. */
  scrollTo: (index: number) => void;
}

/** The column heads take the first px of the scroller and stay there, over the rows. */
const HEAD_HEIGHT = 28;

/** Rows beyond either edge that are in the page: scrolling by a little shows no gap. */
const OVERSCAN = 8;

/** Finds the rows to draw of a list that is too long to be drawn whole. None while the scroller has no height. */
export function useVirtualRows({ scroller, count, rowHeight, keptIndex }: VirtualRowsOptions): VirtualRows {
  // As whole rows, so that scrolling within one draws nothing.
  const first = useSignal(0);
  const shown = useSignal(0);

  function look(): void {
    if (!scroller.current) return;
    first.value = Math.floor(scroller.current.scrollTop / rowHeight);
    shown.value = Math.ceil(scroller.current.clientHeight / rowHeight);
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [rowHeight]);

  const from = Math.max(0, Math.min(first.value, count) - OVERSCAN);
  const to = shown.value === 0 ? from : Math.min(count, first.value + shown.value + 1 + OVERSCAN);
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
  if (indexes.length > 0 && keptIndex >= 0 && keptIndex < count) {
    if (keptIndex < from) indexes.unshift(keptIndex);
    else if (keptIndex >= to) indexes.push(keptIndex);
  }
  return {
    items: indexes.map((index) => ({ index, top: index * rowHeight })),
    totalHeight: count * rowHeight,
    scrollTo(index) {
      const element = scroller.current;
      if (!element || index < 0) return;
      const top = index * rowHeight;
      const bottom = HEAD_HEIGHT + top + rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
      look();
    },
  };
}
