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
  const { from: beginning } = model.extent.value;
  const lengthMs = model.extent.value.to - beginning;
  const toTime = (part: number) => beginning + part * lengthMs;
  const from = (model.window.value.from - beginning) / lengthMs;
  const to = (model.window.value.to - beginning) / lengthMs;

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

  const toPointerTime = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    return toTime(box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0);
  };
  const drag = (event: PointerEvent) => {
    const start = dragStart.current;
    if (start === undefined) return;
    const at = toPointerTime(event);
    const isClick = Math.abs(at - start) < MIN_DRAG * lengthMs;
    model.setZoom(isClick ? undefined : { from: Math.min(start, at), to: Math.max(start, at) });
  };
  return (
    <div class="minimap">
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerDown={(event) => {
          dragStart.current = toPointerTime(event);
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
        onMove={(value) => model.setZoom({ from: toTime(Math.min(value, to - STEP)), to: model.window.value.to })}
      />
      <End
        label="Shown until"
        value={to}
        lengthMs={lengthMs}
        onMove={(value) => model.setZoom({ from: model.window.value.from, to: toTime(Math.max(value, from + STEP)) })}
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
