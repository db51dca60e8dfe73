import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { formatDuration } from "../format/format-duration.ts";
import { drawMinimap } from "./draw-minimap.ts";
import "./minimap.css";

const STEP = 0.001;
/** A drag shorter than this part of the map is a click, which shows everything again. */
const MIN_DRAG = 0.004;

/**
 * The whole run in one glance. Dragging over it zooms the waterfall to that part, a click shows everything again; the two
 * ends are sliders, for the keyboard too.
 */
export function Minimap({ model }: { model: WaterfallModel }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dragStart = useRef<number | undefined>(undefined);
  const { from, to } = model.zoom.value;
  const lengthMs = model.extent.value.to - model.extent.value.from;

  useSignalEffect(() => {
    if (canvas.current) drawMinimap(canvas.current, model.spans.value, model.extent.value, model.now.value);
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() =>
      drawMinimap(element, model.spans.peek(), model.extent.peek(), model.now.peek()),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [model]);

  const toPart = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const drag = (event: PointerEvent) => {
    const start = dragStart.current;
    if (start === undefined) return;
    const at = toPart(event);
    if (Math.abs(at - start) < MIN_DRAG) model.setZoom({ from: 0, to: 1 });
    else model.setZoom({ from: Math.min(start, at), to: Math.max(start, at) });
  };
  return (
    <div class="minimap">
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerDown={(event) => {
          dragStart.current = toPart(event);
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
        onPointerUp={(event) => {
          drag(event);
          dragStart.current = undefined;
        }}
      />
      <span class="minimap-shade" style={{ left: "0", width: `${from * 100}%` }} />
      <span class="minimap-shade" style={{ left: `${to * 100}%`, right: "0" }} />
      <End
        label="Shown from"
        value={from}
        lengthMs={lengthMs}
        onMove={(value) => model.setZoom({ from: Math.min(value, to - STEP), to })}
      />
      <End
        label="Shown until"
        value={to}
        lengthMs={lengthMs}
        onMove={(value) => model.setZoom({ from, to: Math.max(value, from + STEP) })}
      />
    </div>
  );
}

function End(props: { label: string; value: number; lengthMs: number; onMove: (value: number) => void }) {
  return (
    <input
      type="range"
      min={0}
      max={1}
      step={STEP}
      value={props.value}
      aria-label={props.label}
      aria-valuetext={formatDuration(props.value * props.lengthMs)}
      onInput={(event) => props.onMove(event.currentTarget.valueAsNumber)}
    />
  );
}
