import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "./usable-language.ts";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useApp } from "../models/app-context.ts";
import { createColorReader } from "../ui/create-color-reader.ts";

/** One colour of the stack; `color` is the name of a CSS variable. */
interface BarLayer {
  color: string;
  values: number[];
}

/** Data of the bars: `times` are their left ends. All times in ms since the epoch. */
export interface StackedBarsProps {
  times: number[];
  bucketMs: number;
  /** Bottom to top, each as long as `times`. */
  layers: BarLayer[];
  from: number;
  to: number;
  onHover: (index: number | undefined) => void;
  onSelect: (from: number, to: number) => void;
}

const HEIGHT = 96;
/** A drag shorter than this, in px, is a click. */
const MIN_DRAG = 4;

/** uPlot with stacked bars. It is for the eye and the mouse: its caller gives the same facts as text. */
export function StackedBars(props: StackedBarsProps) {
  const { theme } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const current = useRef(props);
  current.current = props;
  const isSystemDark = useSignal(matchMedia("(prefers-color-scheme: dark)").matches);
  const structure = `${theme.theme.value} ${isSystemDark.value} ${props.layers.map(({ color }) => color).join(" ")}`;

  useSignalEffect(() => {
    const query = matchMedia("(prefers-color-scheme: dark)");
    const listen = () => (isSystemDark.value = query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  });

  useEffect(() => {
    const parent = box.current;
    if (!parent) return undefined;
    const plot = new uPlot(toOptions(parent, current), toData(current.current), parent);
    chart.current = plot;
    const observer = new ResizeObserver(() => plot.setSize({ width: parent.clientWidth, height: HEIGHT }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      plot.destroy();
      chart.current = undefined;
    };
  }, [structure]);

  useEffect(() => {
    const plot = chart.current;
    if (!plot) return;
    plot.batch(() => {
      plot.setData(toData(props), false);
      plot.setScale("x", { min: props.from, max: props.to });
    });
  }, [props.times, props.layers, props.from, props.to]);

  return <div ref={box} class="stacked-bars" aria-hidden="true" />;
}

/** uPlot stacks nothing: each series is the sum of its layer and those below, the tallest drawn first. */
function toData({ times, layers }: StackedBarsProps): uPlot.AlignedData {
  const sums: number[][] = [];
  let below = times.map(() => 0);
  for (const { values } of layers) {
    below = below.map((sum, index) => sum + (values[index] ?? 0));
    sums.push(below);
  }
  return [times, ...sums.toReversed()];
}

function toOptions(parent: HTMLElement, current: { current: StackedBarsProps }): uPlot.Options {
  const colorOf = createColorReader(parent);
  const axis = {
    stroke: colorOf("--muted"),
    font: `11px ${getComputedStyle(parent).fontFamily}`,
    ticks: { show: false },
  };
  const paths = uPlot.paths.bars?.({ size: [0.82, 40, 2], align: 1, radius: 0.1 });
  return {
    width: parent.clientWidth,
    height: HEIGHT,
    ms: 1,
    legend: { show: false },
    padding: [6, 8, 0, 0],
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: MIN_DRAG } },
    scales: {
      x: { time: true, range: () => [current.current.from, current.current.to] },
      y: { range: (_, __, max) => [0, toTop(max ?? 0)] },
    },
    axes: [
      { ...axis, size: 22, grid: { show: false }, values: toTimeLabels },
      {
        ...axis,
        size: 34,
        splits: (_, __, ___, top) => [0, top / 2, top],
        grid: { stroke: colorOf("--line"), width: 1 },
      },
    ],
    series: [
      {},
      ...current.current.layers.toReversed().map(({ color }) => ({
        fill: colorOf(color),
        width: 0,
        points: { show: false },
        ...(paths ? { paths } : {}),
      })),
    ],
    hooks: {
      setCursor: [
        (plot) => {
          const left = plot.cursor.left ?? -1;
          const { times, bucketMs, onHover } = current.current;
          const at = left < 0 ? NaN : plot.posToVal(left, "x");
          const index = times.findIndex((time) => at >= time && at < time + bucketMs);
          onHover(index === -1 ? undefined : index);
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < MIN_DRAG) return;
          const [from, to] = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          current.current.onSelect(Math.max(0, Math.round(from)), Math.round(to));
        },
      ],
    },
  };
}

/** The end of the count axis: the next even, round number, at least 4, so that no bar is higher than the last label. */
function toTop(highest: number): number {
  const half = Math.max(2, highest / 2);
  const power = 10 ** Math.floor(Math.log10(half));
  const step = [1, 2, 3, 4, 5, 6, 8].find((digit) => digit * power >= half) ?? 10;
  return 2 * step * power;
}

const dayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const secondFormat = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});

/** Labels of the time axis, as precise as their distance; the last one is left out where it would be cut off. */
function toTimeLabels(plot: uPlot, splits: number[], _axis: number, _space: number, stepMs: number): string[] {
  const format = stepMs >= 86_400_000 ? dayFormat : stepMs >= 60_000 ? timeFormat : secondFormat;
  const end = plot.bbox.width / devicePixelRatio - 20;
  return splits.map((at) => (plot.valToPos(at, "x") > end ? "" : format.format(at)));
}
