import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { WidthModel } from "../models/create-width-model.ts";
import "./splitter.css";

/** What one press of an arrow changes, in px. */
const STEP = 16;

/** The edge of a part whose width can be changed. */
export interface SplitterProps {
  model: WidthModel;
  /** What the width is of, for those who cannot see that. */
  label: string;
  /** On which side of the edge the part is. */
  of: "left" | "right";
}

/**
 * An edge that can be dragged, or moved by the arrow keys, Home and End; Enter and a double click give the width back to the page. It
 * stands in the part's own box or in one that begins where the part does, and finds out by its place how wide the part is.
 */
export function Splitter({ model, label, of }: SplitterProps) {
  const edge = useRef<HTMLDivElement>(null);
  const shown = useSignal(0);
  const measure = () => {
    const element = edge.current;
    const box = element?.offsetParent;
    if (!element || !box) return 0;
    const place = element.offsetLeft + element.offsetWidth / 2;
    return Math.round(of === "left" ? place : box.clientWidth - place);
  };
  const look = () => void (shown.value = measure());
  useLayoutEffect(look, [model.width.value]);
  const { bounds } = model;
  const grow = (by: number) => model.set(measure() + by);
  const step = of === "left" ? STEP : -STEP;
  const actions: Record<string, () => void> = {
    ArrowLeft: () => grow(-step),
    ArrowRight: () => grow(step),
    Home: () => model.set(bounds.min),
    End: () => model.set(bounds.max),
    Enter: () => model.set(undefined),
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator with a value is a control
    <div
      ref={edge}
      class="splitter"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an hr takes no keys
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      aria-valuenow={shown.value}
      aria-valuetext={`${shown.value} pixels`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
      tabIndex={0}
      title="Drag to resize; double click for the usual width"
      onFocus={look} // a window of another size may have changed it since
      onDblClick={() => model.set(undefined)}
      onKeyDown={(event) => {
        const action = actions[event.key];
        if (!action) return;
        event.preventDefault();
        action();
      }}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const { currentTarget, pointerId, clientX } = event;
        const box = currentTarget.offsetParent?.getBoundingClientRect();
        if (box && currentTarget.hasPointerCapture(pointerId))
          model.set(of === "left" ? clientX - box.left : box.right - clientX);
      }}
    />
  );
}
