import { useSignal } from "@preact/signals";
import type { RunStats, RunStatsBucket, RunSums } from "@runline/contract";
import type { ComponentChildren } from "preact";
import { formatCost } from "../format/format-cost.ts";
import { formatCount, formatPlural, formatShortCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { formatChartRange, type ChartRange } from "../models/chart-range.ts";
import { toRunCharts } from "../models/run-charts.ts";
import { RunCost } from "../ui/run-cost.tsx";
import { ChartPlot, type Brush } from "./chart-plot.tsx";
import { ChartTable } from "./chart-table.tsx";
import "./run-charts.css";

/** What the charts show and tell. */
export interface RunChartsProps {
  stats: RunStats | undefined;
  range: ChartRange;
  /** Told of a range that was dragged over in any of them, ms since the epoch. */
  onSelect: (from: number, to: number) => void;
}

/**
 * Four charts of one time: runs by status, how long they took, their tokens, their cost. With the pointer over one of them all say what
 * they have at that moment. Dragging sets the time filter; the filters do the same by keyboard.
 */
export function RunCharts({ stats, range, onSelect }: RunChartsProps) {
  const hovered = useSignal<number | undefined>(undefined);
  const brush = useSignal<Brush | undefined>(undefined);
  const buckets = stats?.buckets ?? [];
  const charts = toRunCharts(buckets);
  const bucket: RunStatsBucket | undefined = buckets[hovered.value ?? -1];
  const shown = bucket ?? stats?.total;
  const plot = { range, hovered, brush, onSelect };
  return (
    <section class="run-charts" aria-label={`Runs over time, ${formatChartRange(range)}`}>
      <Chart title="Runs" words={shown && <RunWords sums={shown} />}>
        <ChartPlot {...plot} data={charts.runs} top={formatShortCount(charts.runs.top)} />
      </Chart>
      <Chart title="Duration" words={shown?.durationMs && <DurationWords of={shown.durationMs} />}>
        <ChartPlot {...plot} data={charts.duration} top={formatDuration(charts.duration.top)} />
      </Chart>
      <Chart title="Tokens" words={shown?.tokens && <TokenWords of={shown.tokens} />}>
        <ChartPlot {...plot} data={charts.tokens} top={formatShortCount(charts.tokens.top)} />
      </Chart>
      <Chart title="Cost" words={shown?.cost && <RunCost cost={shown.cost} />}>
        <ChartPlot {...plot} data={charts.cost} top={formatCost(charts.cost.top)} />
      </Chart>
      <p class="chart-time muted">{bucket ? formatAbsoluteTime(bucket.startedAt) : formatChartRange(range)}</p>
      <ChartTable buckets={buckets} />
    </section>
  );
}

/** A chart below its name and what it has: in all, or where the pointer is. */
function Chart({ title, words, children }: { title: string; words: ComponentChildren; children: ComponentChildren }) {
  return (
    <figure class="run-chart">
      <figcaption>
        <b>{title}</b>
        <span class="chart-words">{words ?? "–"}</span>
      </figcaption>
      {children}
    </figure>
  );
}

function RunWords({ sums }: { sums: RunSums }) {
  const { started, lost, completed, timeout, error } = sums;
  const parts = [
    { name: "error", count: error, word: "failed" },
    { name: "timeout", count: timeout, word: "timed out" },
    { name: "started", count: started - lost, word: "running" },
    { name: "lost", count: lost, word: "lost" },
  ];
  return (
    <>
      {formatPlural(started + completed + timeout + error, "run")}
      {parts.map(
        ({ name, count, word }) =>
          count > 0 && (
            <span key={name} class={`key-${name}`}>
              {" "}
              {formatCount(count)} {word}
            </span>
          ),
      )}
    </>
  );
}

function DurationWords({ of }: { of: NonNullable<RunSums["durationMs"]> }) {
  return (
    <>
      <span class="key-p50">p50 {formatDuration(of.p50)}</span>{" "}
      <span class="key-p95">p95 {formatDuration(of.p95)}</span>{" "}
      <span class="key-p99">p99 {formatDuration(of.p99)}</span>
    </>
  );
}

function TokenWords({ of: { input, output, unsplit } }: { of: NonNullable<RunSums["tokens"]> }) {
  return (
    <>
      {input !== undefined && <span class="key-input">{formatShortCount(input)} in</span>}{" "}
      {output !== undefined && <span class="key-output">{formatShortCount(output)} out</span>}
      {unsplit !== undefined && <span class="key-unsplit"> {formatShortCount(unsplit)} in and out</span>}
    </>
  );
}
