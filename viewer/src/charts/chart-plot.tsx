import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatAxisTime, formatTimeSpan } from "../format/format-axis-time.ts";
import { toBars, toLinePath, type ChartData } from "../models/run-charts.ts";
import type { ChartRange } from "../models/chart-range.ts";

/** A stretch of the plot, from 0 to 1. */
export interface Brush {
  from: number;
  to: number;
}

/** What the charts of one time share. */
interface ChartPointer {
  /** The part of the time below the pointer, in whichever chart that is. */
  hovered: Signal<number | undefined>;
  /** What is being dragged over. */
  brush: Signal<Brush | undefined>;
}

/** A plot and its time. */
export interface ChartPlotProps extends ChartPointer {
  data: ChartData;
  range: ChartRange;
  /** What the highest value is, in words. */
  top: string;
  /** Told of a time that was dragged over, or of one part of it that was clicked, ms since the epoch. */
  onSelect: (from: number, to: number) => void;
}

/** A drag shorter than this, in px, is a click. */
const MIN_DRAG = 4;

/** Bars or lines over time. A plot is for the eye and the mouse: its caller gives the same facts as text. */
export function ChartPlot({ data, range, top, hovered, brush, onSelect }: ChartPlotProps) {
  const { from, to, buckets } = range;
  const dragFrom = useRef<number | undefined>(undefined);
  const toTime = (part: number) => Math.round(from + part * (to - from));
  const toPart = ({ clientX, currentTarget }: PointerEvent & { currentTarget: Element }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return { part: Math.max(0, Math.min(1, (clientX - left) / width)), width };
  };
  const toBucket = (part: number) => Math.min(buckets - 1, Math.floor(part * buckets));
  const selected = brush.value;
  return (
    <div aria-hidden="true">
      <div
        class="chart-plot"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          dragFrom.current = toPart(event).part;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const { part, width } = toPart(event);
          hovered.value = toBucket(part);
          const start = dragFrom.current;
          if (start === undefined || Math.abs(part - start) * width < MIN_DRAG) return;
          brush.value = { from: Math.min(start, part), to: Math.max(start, part) };
        }}
        onPointerUp={(event) => {
          const dragged = brush.peek();
          const place = toBucket(toPart(event).part);
          if (dragFrom.current === undefined) return;
          const { from: start, to: end } = dragged ?? { from: place / buckets, to: (place + 1) / buckets };
          onSelect(toTime(start), toTime(end) - (dragged ? 0 : 1));
        }}
        onLostPointerCapture={() => {
          dragFrom.current = undefined;
          brush.value = undefined;
        }}
        onPointerLeave={() => (hovered.value = undefined)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" shape-rendering="crispEdges">
          {toBars(data).map(({ name, ...place }) => (
            <rect key={`${name} ${place.x}`} class={`bar-${name}`} {...place} />
          ))}
          {data.lines.map((line) => (
            <path key={line.name} class={`line-${line.name}`} d={toLinePath(line, data.top)} />
          ))}
        </svg>
        {data.top > 0 && <span class="chart-top">{top}</span>}
        {selected && (
          <span
            class="chart-brush"
            style={{ left: `${selected.from * 100}%`, width: `${(selected.to - selected.from) * 100}%` }}
          />
        )}
        {hovered.value !== undefined && (
          <span class="chart-crosshair" style={{ left: `${((hovered.value + 0.5) / buckets) * 100}%` }} />
        )}
      </div>
      <div class="chart-axis">
        {selected ? (
          <span class="chart-span">{formatTimeSpan(toTime(selected.from), toTime(selected.to))}</span>
        ) : (
          [from, (from + to) / 2, to].map((at) => <span key={at}>{formatAxisTime(at, to - from)}</span>)
        )}
      </div>
    </div>
  );
}
