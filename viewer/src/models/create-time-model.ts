import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RunSpan } from "@runline/contract";
import { MIN_ZOOM, toPart, toPassedEnd, toTimeExtent, type TimeWindow } from "./time-scale.ts";

/** The time of a waterfall, and the part of it on screen. */
export interface TimeModel {
  /** The time now, standing still when no span is open. */
  now: ReadonlySignal<number>;
  extent: ReadonlySignal<TimeWindow>;
  /** The end of the run, when work went on after it, as after a timeout. */
  passedEnd: ReadonlySignal<number | undefined>;
  /** The part of `extent` on screen. It stays where it is while the run grows, unless it is all of it. */
  window: ReadonlySignal<TimeWindow>;
  isZoomed: ReadonlySignal<boolean>;
  /** Shows this part, or everything, also what is still to come. */
  setZoom(zoom: TimeWindow | undefined): void;
  zoomTo(span: RunSpan): void;
}

/** Makes the model. `clockNow` is read only while a span is open. */
export function createTimeModel(
  spans: ReadonlySignal<readonly RunSpan[]>,
  clockNow: ReadonlySignal<number>,
): TimeModel {
  const zoom = signal<TimeWindow | undefined>(undefined);
  const hasOpen = computed(() => spans.value.some(({ state }) => state === "open"));
  const now = computed(() => (hasOpen.value ? clockNow.value : 0));
  const extent = computed(() => toTimeExtent(spans.value, now.value));

  function setZoom(next: TimeWindow | undefined): void {
    const { from, to } = extent.peek();
    zoom.value = next && (next.from > from || next.to < to) ? next : undefined;
  }

  return {
    now,
    extent,
    passedEnd: computed(() => toPassedEnd(spans.value)),
    window: computed(() => (zoom.value ? toPart(zoom.value, extent.value) : extent.value)),
    isZoomed: computed(() => zoom.value !== undefined),
    setZoom,
    zoomTo({ startedAt, endedAt, state }) {
      const { from, to } = extent.peek();
      const end = endedAt ?? (state === "open" ? now.peek() : to);
      const margin = Math.max((end - startedAt) * 0.05, (to - from) * MIN_ZOOM);
      setZoom({ from: startedAt - margin, to: end + margin });
    },
  };
}
