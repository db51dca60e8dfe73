import type { RunStatsBucket } from "@runline/contract";

/** One value for each part of the time, 0 where there is none; `name` is what it counts. */
interface ChartLayer<Name extends string = string> {
  name: Name;
  values: number[];
}

/** One value for each part of the time that has one. */
export interface ChartLine<Name extends string = string> {
  name: Name;
  values: (number | undefined)[];
}

/** What stands in a chart: bars, each upon those before it, or lines. `top` is the highest value. */
export interface ChartData {
  bars: ChartLayer[];
  lines: ChartLine[];
  top: number;
}

/** From the base line up: what failed can be read there, and what is well is upon it. */
const STATUSES = ["error", "timeout", "lost", "started", "completed"] as const;
const PERCENTILES = ["p99", "p95", "p50"] as const;

/** What the charts show of runs over time: how many by status, how long they took, their tokens, their cost. */
export function toRunCharts(
  buckets: readonly RunStatsBucket[],
): Record<"runs" | "duration" | "tokens" | "cost", ChartData> {
  const layer = (name: string, read: (bucket: RunStatsBucket) => number | undefined): ChartLayer => {
    return { name, values: buckets.map((bucket) => read(bucket) ?? 0) };
  };
  const lines = PERCENTILES.map((name) => ({ name, values: buckets.map(({ durationMs }) => durationMs?.[name]) }));
  return {
    runs: toStack(STATUSES.map((name) => layer(name, (bucket) => toShownCount(bucket, name)))),
    duration: { bars: [], lines, top: Math.max(0, ...lines.flatMap(({ values }) => values.map((ms) => ms ?? 0))) },
    tokens: toStack([
      layer("input", ({ tokens }) => tokens?.input),
      layer("output", ({ tokens }) => tokens?.output),
      layer("unsplit", ({ tokens }) => tokens?.unsplit),
    ]),
    cost: toStack([layer("cost", ({ cost }) => cost?.usd)]),
  };
}

/** For the eye a run that is lost does not go on. */
function toShownCount(bucket: RunStatsBucket, name: (typeof STATUSES)[number]): number {
  return name === "started" ? bucket.started - bucket.lost : bucket[name];
}

function toStack(bars: ChartLayer[]): ChartData {
  const sums = (bars[0]?.values ?? []).map((_, index) =>
    bars.reduce((sum, { values }) => sum + (values[index] ?? 0), 0),
  );
  return { bars, lines: [], top: Math.max(0, ...sums) };
}

/** A bar as parts of the plot: 0 to 100 from the left and from the top. */
export interface Bar {
  name: string;
  x: number;
  width: number;
  y: number;
  height: number;
}

/** Of the place of a bar so much is drawn: the rest keeps it from its neighbour. */
const BAR_WIDTH = 0.76;

/** The bars of a chart; none for a value of 0. */
export function toBars({ bars, top }: ChartData): Bar[] {
  const count = bars[0]?.values.length ?? 0;
  const below = Array.from({ length: count }, () => 0);
  return bars.flatMap(({ name, values }) =>
    values.flatMap((value, index) => {
      if (value === 0) return [];
      const height = (value / top) * 100;
      const from = (below[index] ?? 0) + height;
      below[index] = from;
      const place = 100 / count;
      return [{ name, x: index * place, width: place * BAR_WIDTH, y: 100 - from, height }];
    }),
  );
}

/** A line as the path of an SVG: level within each part of the time, with gaps where there is no value. */
export function toLinePath({ values }: ChartLine, top: number): string {
  const place = 100 / values.length;
  return values
    .map((value, index) => {
      if (value === undefined) return "";
      const y = (top === 0 ? 100 : 100 - (value / top) * 100).toFixed(2);
      const start = values[index - 1] === undefined ? `M${(index * place).toFixed(2)} ${y}` : `V${y}`;
      return `${start}H${((index + 1) * place).toFixed(2)}`;
    })
    .join("");
}
