import type { RunStatsBucket } from "@runline/contract";
import { formatRunCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { STATUS_WORDS, type ShownStatus } from "../format/format-status.ts";
import { formatAbsoluteTime } from "../format/format-time.ts";
import { SCROLLABLE } from "../ui/scrollable.ts";

/** What is known of one part of the time, in words; empty where nothing is. */
const COLUMNS: readonly { word: string; read: (bucket: RunStatsBucket) => string }[] = [
  toStatusColumn("completed", ({ completed }) => completed),
  toStatusColumn("started", ({ started, lost }) => started - lost),
  toStatusColumn("lost", ({ lost }) => lost),
  toStatusColumn("timeout", ({ timeout }) => timeout),
  toStatusColumn("error", ({ error }) => error),
  { word: "p50", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.p50) : "") },
  { word: "p95", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.p95) : "") },
  { word: "p99", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.p99) : "") },
  { word: "Tokens in", read: ({ tokens }) => (tokens?.input === undefined ? "" : formatCount(tokens.input)) },
  { word: "Tokens out", read: ({ tokens }) => (tokens?.output === undefined ? "" : formatCount(tokens.output)) },
  { word: "Tokens in and out, not split", read: ({ tokens }) => (tokens?.unsplit ? formatCount(tokens.unsplit) : "") },
  { word: "Cost", read: ({ cost }) => (cost ? formatRunCost(cost) : "") },
];

function toStatusColumn(status: ShownStatus, read: (bucket: RunStatsBucket) => number) {
  return { word: STATUS_WORDS[status], read: (bucket: RunStatsBucket) => formatCount(read(bucket)) };
}

/** What the charts show as a table, without the parts of the time that have no run. */
export function ChartTable({ buckets }: { buckets: readonly RunStatsBucket[] }) {
  const filled = buckets.filter(({ started, completed, timeout, error }) => started + completed + timeout + error > 0);
  return (
    <details class="chart-table">
      <summary>View as table</summary>
      <section class="chart-table-scroller" {...SCROLLABLE} aria-label="Runs, part by part">
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              {COLUMNS.map(({ word }) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {filled.map((bucket) => (
              <tr key={bucket.startedAt}>
                <th scope="row">{formatAbsoluteTime(bucket.startedAt)}</th>
                {COLUMNS.map(({ word, read }) => (
                  <td key={word}>{read(bucket)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
