import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";

/** How much a turn of the wheel by one px shows more. */
const ZOOM_PER_PX = 1.002;
/** A pointer that moves less, in px, is a click. */
const MIN_DRAG = 4;

/**
 * What a pointer does to the time of the waterfall: the wheel with Ctrl shows less or more of it around the pointer, a drag over the bars
 * moves it, a double click on them shows all of it. A finger goes on scrolling.
 */
export function useTimeGestures(grid: RefObject<HTMLElement | null>, model: WaterfallModel): void {
  useEffect(() => {
    const element = grid.current;
    if (!element) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const toTimeline = (): DOMRect | undefined =>
      element.querySelector(".waterfall-head .cell-timeline")?.getBoundingClientRect();
    const isOnBars = ({ target }: Event) => target instanceof Element && target.closest(".cell-timeline") !== null;
    let drag: { x: number; isMoving: boolean } | undefined;

    const zoom = (event: WheelEvent) => {
      const timeline = toTimeline();
      if (!event.ctrlKey || !timeline) return;
      event.preventDefault(); // the browser would make the whole page larger
      const part = Math.max(0, Math.min(1, (event.clientX - timeline.left) / timeline.width));
      model.zoomBy(ZOOM_PER_PX ** event.deltaY, model.scale.peek().toTime(part));
    };
    const move = ({ clientX }: PointerEvent) => {
      const timeline = toTimeline();
      if (!drag || !timeline || (!drag.isMoving && Math.abs(clientX - drag.x) < MIN_DRAG)) return;
      model.panBy((drag.x - clientX) / timeline.width);
      drag = { x: clientX, isMoving: true };
    };
    const end = () => {
      // A click follows at once, and would open a row.
      if (drag?.isMoving) element.addEventListener("click", keepFromRows, { capture: true, once: true });
      setTimeout(() => element.removeEventListener("click", keepFromRows, { capture: true }));
      drag = undefined;
    };

    element.addEventListener("wheel", zoom, { passive: false, signal });
    element.addEventListener(
      "pointerdown",
      (event) => {
        const isWanted = event.pointerType === "mouse" && event.button === 0 && model.isZoomed.peek();
        if (isWanted && isOnBars(event)) drag = { x: event.clientX, isMoving: false };
      },
      { signal },
    );
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", end, { signal });
    element.addEventListener("dblclick", (event) => isOnBars(event) && model.setZoom(undefined), { signal });
    return () => stop.abort();
  }, [model]);
}

function keepFromRows(event: Event): void {
  event.stopPropagation();
}
