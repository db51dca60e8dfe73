import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { formatOffset } from "../format/format-offset.ts";
import { drawMinimap } from "./draw-minimap.ts";
import "./minimap.css";

const STEP = 0.001;
/** A drag shorter than this part of the map is a click, which shows everything again. */
const MIN_DRAG = 0.004;

/**
 * The whole run in one glance, above its axis. Dragging over it zooms the waterfall to that part, dragging inside of what is shown moves
 * that, a click shows everything again; the two ends are sliders, for the keyboard too.
 */
export function Minimap({ model }: { model: WaterfallModel }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<{ start: number; last: number; isMove: boolean } | undefined>(undefined);
  const { toPart, toTime } = model.mapScale.value;
  const from = toPart(model.window.value.from);
  const to = toPart(model.window.value.to);

  useSignalEffect(() => {
    const { spans, culprits, mapScale: scale, now } = model;
    const content = { spans: spans.value, culprits: culprits.value, scale: scale.value, now: now.value };
    if (canvas.current) drawMinimap(canvas.current, content);
  });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const { spans, culprits, mapScale: scale, now } = model;
      const content = { spans: spans.peek(), culprits: culprits.peek(), scale: scale.peek(), now: now.peek() };
      drawMinimap(element, content);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [model]);

  const toPointerPart = (event: PointerEvent) => {
    const box = canvas.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const begin = (event: PointerEvent) => {
    const start = toPointerPart(event);
    drag.current = { start, last: start, isMove: model.isZoomed.peek() && start > from && start < to };
    canvas.current?.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const at = toPointerPart(event);
    const { start, last, isMove } = drag.current;
    drag.current.last = at;
    if (isMove) model.panBy((at - last) / (to - from));
    else if (!isClick(start, at)) model.setZoom({ from: toTime(Math.min(start, at)), to: toTime(Math.max(start, at)) });
  };
  const end = (event: PointerEvent) => {
    move(event);
    if (drag.current && isClick(drag.current.start, toPointerPart(event))) model.setZoom(undefined);
    drag.current = undefined;
  };
  return (
    <div class="minimap">
      <canvas ref={canvas} aria-hidden="true" onPointerDown={begin} onPointerMove={move} onPointerUp={end} />
      <span class="minimap-shade" style={{ left: "0", width: `${from * 100}%` }} />
      <span class="minimap-shade" style={{ left: `${to * 100}%`, right: "0" }} />
      <End
        label="Shown from"
        value={from}
        offsetMs={model.window.value.from - model.origin.value}
        onMove={(value) => model.setZoom({ from: toTime(Math.min(value, to - STEP)), to: model.window.value.to })}
      />
      <End
        label="Shown until"
        value={to}
        offsetMs={model.window.value.to - model.origin.value}
        onMove={(value) => model.setZoom({ from: model.window.value.from, to: toTime(Math.max(value, from + STEP)) })}
      />
    </div>
  );
}

function isClick(start: number, at: number): boolean {
  return Math.abs(at - start) < MIN_DRAG;
}

function End(props: { label: string; value: number; offsetMs: number; onMove: (value: number) => void }) {
  return (
    <input
      type="range"
      min={0}
      max={1}
      step={STEP}
      value={props.value}
      aria-label={props.label}
      aria-valuetext={formatOffset(props.offsetMs)}
      onInput={(event) => props.onMove(event.currentTarget.valueAsNumber)}
    />
  );
}
