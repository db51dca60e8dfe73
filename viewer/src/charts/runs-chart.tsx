import type { RunStats, RunStatsBucket } from "@runline/contract";
import { useSignal } from "@preact/signals";
import { formatCount } from "../format/format-count.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { STATUS_WORDS, type ShownStatus } from "../format/format-status.ts";
import { formatChartRange, type ChartRange } from "../models/chart-range.ts";
import { STATUS_FILTERS } from "../models/list-filter.ts";
import { StackedBars } from "./stacked-bars.tsx";
import "./runs-chart.css";

/** Bottom to top. */
const STACK: readonly ShownStatus[] = ["completed", "started", "lost", "timeout", "error"];

/** What the chart shows and tells. */
export interface RunsChartProps {
  stats: RunStats | undefined;
  range: ChartRange;
  /** Show this status only. */
  status: ShownStatus | undefined;
  /** Told of a range chosen by dragging, ms since the epoch. */
  onSelect: (from: number, to: number) => void;
}

/** Runs over time by status. Dragging sets the time filter; the presets in the filters do the same by keyboard. */
export function RunsChart({ stats, range, status, onSelect }: RunsChartProps) {
  const hovered = useSignal<number | undefined>(undefined);
  const shown = status === undefined ? STACK : [status];
  const words = STATUS_FILTERS.filter((name) => shown.includes(name));
  const buckets = (stats?.buckets ?? []).map(toShownCounts);
  const bucket = hovered.value === undefined ? undefined : buckets[hovered.value];
  const countOf = (name: ShownStatus) =>
    bucket ? bucket[name] : buckets.reduce((sum, { [name]: count }) => sum + count, 0);
  return (
    <figure class="runs-chart">
      <figcaption>
        <h2>Runs started</h2>
        <span class="muted chart-time">{bucket ? formatAbsoluteTime(bucket.startedAt) : formatChartRange(range)}</span>
        <ul class="chart-legend">
          {words.map((name) => (
            <li key={name} class={`legend-${name}`}>
              {STATUS_WORDS[name]} <b>{formatCount(countOf(name))}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <StackedBars
        times={buckets.map(({ startedAt }) => startedAt)}
        bucketMs={stats?.bucketMs ?? 0}
        layers={shown.map((name) => ({ color: `--chart-${name}`, values: buckets.map(({ [name]: count }) => count) }))}
        from={range.from}
        to={range.to}
        onHover={(index) => (hovered.value = index)}
        onSelect={onSelect}
      />
      <details class="chart-table">
        <summary>View as table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              {words.map((name) => (
                <th key={name} scope="col">
                  {STATUS_WORDS[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter((each) => shown.some((name) => each[name] > 0))
              .map((each) => (
                <tr key={each.startedAt}>
                  <th scope="row">{formatAbsoluteTime(each.startedAt)}</th>
                  {words.map((name) => (
                    <td key={name}>{formatCount(each[name])}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** The counts by what runs look like: one that is lost does not go on. */
function toShownCounts(bucket: RunStatsBucket): RunStatsBucket {
  return { ...bucket, started: bucket.started - bucket.lost };
}
