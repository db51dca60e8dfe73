import type { RunSummary } from "@runline/contract";
import { formatChange, formatPartChange } from "../format/format-change.ts";
import { formatCost, formatRunCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import "./compare-sums.css";

/** A number of a run; `undefined` where the run does not say it. */
interface Sum {
  word: string;
  read: (run: RunSummary) => number | undefined;
  format: (value: number) => string;
  /** The same with what makes it uncertain. @defaultValue format */
  formatOf?: (run: RunSummary) => string | undefined;
}

const SUMS: readonly Sum[] = [
  { word: "Duration", read: ({ durationMs }) => durationMs, format: formatDuration },
  { word: "Tokens in", read: ({ tokens }) => tokens?.input, format: formatCount },
  { word: "Tokens out", read: ({ tokens }) => tokens?.output, format: formatCount },
  {
    word: "Cost",
    read: ({ cost }) => cost?.usd,
    format: formatCost,
    formatOf: ({ cost }) => cost && formatRunCost(cost),
  },
  { word: "Model calls", read: ({ counts }) => counts.modelCalls, format: formatCount },
  { word: "Errors", read: ({ counts }) => counts.errors, format: formatCount },
];

/** What both runs took and used, and how much more of it B did. */
export function CompareSums({ a, b }: { a: RunSummary; b: RunSummary }) {
  return (
    <dl class="compare-sums">
      {SUMS.map((sum) => (
        <div key={sum.word}>
          <dt>{sum.word}</dt>
          <dd>
            {formatSum(sum, a)} <span class="muted">→</span> {formatSum(sum, b)}
          </dd>
          <Change sum={sum} from={sum.read(a)} to={sum.read(b)} />
        </div>
      ))}
    </dl>
  );
}

function Change({ sum, from, to }: { sum: Sum; from: number | undefined; to: number | undefined }) {
  if (from === undefined || to === undefined) return null;
  return (
    <dd class={from === to ? "muted" : undefined}>
      {from === to ? "the same" : formatChange(to - from, sum.format)}{" "}
      <span class="muted">{formatPartChange(from, to)}</span>
    </dd>
  );
}

function formatSum({ read, format, formatOf }: Sum, run: RunSummary): string {
  const value = read(run);
  return value === undefined ? "–" : (formatOf?.(run) ?? format(value));
}
