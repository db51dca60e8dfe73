import { useSignal } from "@preact/signals";
import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useMemo } from "preact/hooks";

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

/** Joins `virtual-core` to the component. */
export function useVirtualRows({ scroller, count, rowHeight, keptIndex }: VirtualRowsOptions): VirtualRows {
  const version = useSignal(0);
  void version.value;
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollToFn: elementScroll<HTMLElement>,
    observeElementRect,
    observeElementOffset,
    overscan: 8,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const indexes = defaultRangeExtractor(range);
      if (keptIndex < 0 || keptIndex >= count || indexes.includes(keptIndex)) return indexes;
      return [...indexes, keptIndex].sort((a, b) => a - b);
    },
    onChange: () => {
      version.value++;
    },
  };
  const virtualizer = useMemo(() => new Virtualizer<HTMLElement, HTMLElement>(options), []);
  virtualizer.setOptions(options);
  // The two calls that every adapter of virtual-core makes; they have no other name.
  // oxlint-disable-next-line no-underscore-dangle
  useLayoutEffect(() => virtualizer._didMount(), []);
  // oxlint-disable-next-line no-underscore-dangle
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  return {
    items: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start - HEAD_HEIGHT })),
    totalHeight: virtualizer.getTotalSize(),
    scrollTo: (index) => {
      if (index >= 0) virtualizer.scrollToIndex(index, { align: "auto" });
    },
  };
}
