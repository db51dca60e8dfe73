import type { RunSort, RunSummary } from "@runline/contract";
import { SortHead, toAriaSort, type Ordering } from "../ui/sort-head.tsx";
import { RunRow, type RunRowProps } from "./run-row.tsx";
import "./run-list.css";

/** How a list is sorted. */
export type RunOrdering = Ordering<RunSort>;

const NEWEST_FIRST: RunOrdering = { sort: "start", isAscending: false };

/** A page of runs, and what a click on a head does. */
export interface RunListProps extends Omit<RunRowProps, "run"> {
  runs: readonly RunSummary[];
  /** @defaultValue newest first */
  ordering?: RunOrdering;
  /** Absent where the order is fixed. */
  onSort?: ((ordering: RunOrdering) => void) | undefined;
  /** Stands in the head, which stays in sight. */
  notice?: preact.ComponentChildren;
}

/** Columns in their order, with what a click on their head sorts by; the last of each row is the cause of a failure, below the message. */
const COLUMNS: readonly { className: string; word: string; sort?: RunSort; isHidden?: boolean }[] = [
  { className: "cell-status", word: "Status", isHidden: true },
  { className: "cell-started", word: "Time", sort: "start" },
  { className: "cell-agent", word: "Agent" },
  { className: "cell-from", word: "User" },
  { className: "cell-message", word: "Message" },
  { className: "cell-sketch", word: "Steps" },
  { className: "cell-duration", word: "Duration", sort: "duration" },
  { className: "cell-model", word: "Model" },
  { className: "cell-errors", word: "Errors", sort: "errors" },
  { className: "cell-tokens", word: "Tokens", sort: "tokens" },
  { className: "cell-cost", word: "Cost", sort: "cost" },
  { className: "cell-cause", word: "Cause", isHidden: true },
];

/** One page of runs: a line each, two for a run that failed. A click anywhere on a line opens the run. */
export function RunList({ runs, ordering = NEWEST_FIRST, onSort, notice, ...row }: RunListProps) {
  return (
    <table class="run-list">
      <caption class="visually-hidden">Runs</caption>
      <thead>
        <tr>
          {COLUMNS.map(({ className, word, sort, isHidden }) => (
            <th key={word} scope="col" class={className} aria-sort={toAriaSort(sort, ordering)}>
              {sort && onSort ? (
                <SortHead word={word} sort={sort} ordering={ordering} onSort={onSort} />
              ) : (
                <span class={isHidden ? "visually-hidden" : undefined}>{word}</span>
              )}
              {className === "cell-message" && notice}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={`${run.agentId}/${run.runId}`} run={run} {...row} />
        ))}
      </tbody>
    </table>
  );
}
