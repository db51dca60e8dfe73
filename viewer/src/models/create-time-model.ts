import { computed, type ReadonlySignal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import { createTimeScale, type TimeScale, type TimeWindow } from "./create-time-scale.ts";
import { findBusyTimes, toIdleGaps, toWaits } from "./idle-gaps.ts";
import type { ViewModel } from "./create-view-model.ts";
import type { SpanTree } from "./span-tree.ts";
import { MIN_ZOOM, toLastHeard, toOrigin, toPart, toPassedEnd, toTimeExtent } from "./time-scale.ts";

/** The time of a waterfall, and the part of it on screen. */
export interface TimeModel {
  /** The time now, standing still when no span is open. */
  now: ReadonlySignal<number>;
  extent: ReadonlySignal<TimeWindow>;
  /** Where the axis begins to count: the start of the run. */
  origin: ReadonlySignal<number>;
  /** The end of the run, when work went on after it, as after a timeout. */
  passedEnd: ReadonlySignal<number | undefined>;
  /** The last moment that is known of a lost run. */
  lastHeard: ReadonlySignal<number | undefined>;
  /** The part of `extent` on screen. It stays where it is while the run grows, unless it is all of it. */
  window: ReadonlySignal<TimeWindow>;
  isZoomed: ReadonlySignal<boolean>;
  /** Longer stretches in which nothing was going on. */
  idleGaps: ReadonlySignal<readonly TimeWindow[]>;
  /** Whether such stretches take little room; those in which a person is waited for always do. */
  isCompressed: ReadonlySignal<boolean>;
  toggleCompressed(): void;
  /** Where moments stand on screen: in the window, and on the map of the whole. */
  scale: ReadonlySignal<TimeScale>;
  mapScale: ReadonlySignal<TimeScale>;
  /** Shows this part, or everything, also what is still to come. */
  setZoom(zoom: TimeWindow | undefined): void;
  /** Shows so many times the time, around a moment that stays where it is; the middle unless told. */
  zoomBy(factor: number, around?: number): void;
  /** Moves on by a part of what is shown, as far as there is something. */
  panBy(part: number): void;
  zoomTo(span: RunSpan): void;
}

/** What has times. */
export interface TimeOptions {
  spans: ReadonlySignal<readonly RunSpan[]>;
  tree: ReadonlySignal<SpanTree>;
  /** Read only while a span is open. */
  clockNow: ReadonlySignal<number>;
  /** When a lost run was heard of last. */
  heardAt: ReadonlySignal<number | undefined>;
  /** Where it stands what part of the time is shown. */
  page: ViewModel;
}

/** Makes the model. */
export function createTimeModel({ spans, tree, clockNow, heardAt, page }: TimeOptions): TimeModel {
  const zoom = page.part("t");
  const compress = page.part("compress");
  const isCompressed = computed(() => compress.value === true);
  const hasOpen = computed(() => spans.value.some(({ state }) => state === "open"));
  const now = computed(() => (hasOpen.value ? clockNow.value : 0));
  const extent = computed(() => toTimeExtent(spans.value, now.value, heardAt.value));
  const origin = computed(() => toOrigin(spans.value) ?? extent.value.from);
  const window = computed(() => (zoom.value ? toPart(shift(zoom.value, origin.value), extent.value) : extent.value));
  const busy = computed(() => findBusyTimes(tree.value.nodes.values()));
  const lastHeard = computed(() => toLastHeard(spans.value, heardAt.value));
  const idleGaps = computed(() => {
    const isAtWork = spans.value.some(({ state, wait }) => state === "open" && !wait);
    const end = isAtWork || lastHeard.value !== undefined ? undefined : extent.value.to;
    return toIdleGaps(busy.value, extent.value, end);
  });
  // What is waited for a person may take days beside seconds of work.
  const shortened = computed(() =>
    isCompressed.value ? idleGaps.value : toWaits(idleGaps.value, spans.value, extent.value.to),
  );

  function setZoom(next: TimeWindow | undefined): void {
    const { from, to } = extent.peek();
    const isPart = next !== undefined && (next.from > from || next.to < to);
    page.change({ t: isPart ? shift(next, -origin.peek()) : undefined });
  }

  return {
    now,
    extent,
    origin,
    passedEnd: computed(() => toPassedEnd(spans.value)),
    lastHeard,
    window,
    isZoomed: computed(() => zoom.value !== undefined),
    idleGaps,
    isCompressed,
    toggleCompressed: () => page.change({ compress: isCompressed.peek() ? undefined : true }),
    scale: computed(() => createTimeScale(window.value, shortened.value)),
    mapScale: computed(() => createTimeScale(extent.value, shortened.value)),
    setZoom,
    zoomBy(factor, around) {
      const { from, to } = window.peek();
      const at = around ?? (from + to) / 2;
      setZoom(toPart({ from: at - (at - from) * factor, to: at + (to - at) * factor }, extent.peek()));
    },
    panBy(part) {
      const { from, to } = window.peek();
      const whole = extent.peek();
      const by = Math.max(whole.from - from, Math.min(whole.to - to, (to - from) * part));
      setZoom({ from: from + by, to: to + by });
    },
    zoomTo({ startedAt, endedAt, state }) {
      const { from, to } = extent.peek();
      const end = endedAt ?? (state === "open" ? now.peek() : to);
      const margin = Math.max((end - startedAt) * 0.05, (to - from) * MIN_ZOOM);
      setZoom({ from: startedAt - margin, to: end + margin });
    },
  };
}

const shift = ({ from, to }: TimeWindow, by: number): TimeWindow => ({ from: from + by, to: to + by });
