import type { StepSums } from "@runline/contract";
import type { ComponentChildren } from "preact";
import { formatCount, formatShortCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { toLogScale, type LogScale } from "../models/log-scale.ts";
import { sortStepSums, sumTokens, type StepSumsSort } from "../models/step-sums.ts";
import { toStepsPath, type StepsFilter } from "../models/steps-filter.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { RunCost } from "../ui/run-cost.tsx";
import { SortHead, toAriaSort, type Ordering } from "../ui/sort-head.tsx";
import { DurationRange } from "./duration-range.tsx";
import "../ui/wide-table.css";
import "./step-tables.css";

/** The sums to show, in any order. */
interface StepSumsTableProps {
  filter: StepsFilter;
  sums: readonly StepSums[];
  onSort: (ordering: Ordering<StepSumsSort>) => void;
}

/** Columns of numbers, in their order; the axis stands behind the durations. */
const COLUMNS: readonly { sort: StepSumsSort; word: string; read: (sums: StepSums) => ComponentChildren }[] = [
  { sort: "steps", word: "Count", read: ({ steps }) => formatCount(steps) },
  { sort: "errors", word: "Errors", read: ({ errors, steps }) => formatErrors(errors, steps) },
  { sort: "p50", word: "p50", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.p50) : "–") },
  { sort: "p95", word: "p95", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.p95) : "–") },
  { sort: "max", word: "Slowest", read: ({ durationMs }) => (durationMs ? formatDuration(durationMs.max) : "–") },
  {
    sort: "tokens",
    word: "Tokens",
    read: ({ tokens }) => (tokens ? formatShortCount(sumTokens(tokens)) : "–"),
  },
  { sort: "cost", word: "Cost", read: ({ cost }) => (cost ? <RunCost cost={cost} /> : "–") },
];

/** Rows that are shown at first: more would push the steps one by one out of sight. */
const FIRST_ROWS = 12;

/** Steps by kind and name: how many, how many failed, how long they took, what they used. A row narrows the steps below the table to its own, or back. */
export function StepSumsTable({ filter, sums, onSort }: StepSumsTableProps) {
  const ordering = { sort: filter.by ?? "steps", isAscending: filter.order === "asc" };
  const sorted = sortStepSums(sums, ordering.sort, ordering.isAscending);
  const isShort = sums.length > FIRST_ROWS && filter.names === undefined;
  const shown = isShort ? sorted.filter((each, place) => place < FIRST_ROWS || isChosen(filter, each)) : sorted;
  const scale = toLogScale(shown.flatMap(({ durationMs }) => (durationMs ? [durationMs.p50, durationMs.max] : [])));
  return (
    <>
      <table class="wide-table step-table step-sums">
        <caption class="visually-hidden">Steps by kind and name</caption>
        <thead>
          <tr>
            <th scope="col" class="cell-name">
              Name
            </th>
            {COLUMNS.map(({ sort, word }) => (
              <th key={sort} scope="col" class={`number cell-${sort}`} aria-sort={toAriaSort(sort, ordering)}>
                <SortHead word={word} sort={sort} ordering={ordering} onSort={onSort} />
              </th>
            ))}
            <th scope="col" class="cell-range">
              <span class="visually-hidden">p50 to the slowest</span>
              <Axis scale={scale} />
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each) => (
            <SumsRow key={`${each.kind} ${each.name}`} filter={filter} sums={each} scale={scale} />
          ))}
        </tbody>
      </table>
      {sums.length > FIRST_ROWS && (
        <a class="all-names" href={toStepsPath({ ...filter, names: isShort ? "all" : undefined })}>
          {isShort ? `All ${formatCount(sums.length)} names` : "Fewer names"}
        </a>
      )}
    </>
  );
}

function SumsRow({ filter, sums, scale }: { filter: StepsFilter; sums: StepSums; scale: LogScale }) {
  const { kind, name, errors, durationMs } = sums;
  const isOwn = isChosen(filter, sums);
  const next = { ...filter, ...(isOwn ? { name: undefined } : { kind, name }), before: undefined };
  return (
    <tr class={isOwn ? "is-chosen" : undefined}>
      <th scope="row" class="cell-name" title={name}>
        <KindIcon kind={kind} />
        <a href={toStepsPath(next)} class="row-link" aria-current={isOwn ? "true" : undefined}>
          <span class="visually-hidden">{KINDS[kind].one} </span>
          {name}
        </a>
      </th>
      {COLUMNS.map(({ sort, read }) => (
        <td key={sort} class={`number cell-${sort}${sort === "errors" && errors > 0 ? " error-text" : ""}`}>
          {read(sums)}
        </td>
      ))}
      <td class="cell-range">{durationMs && <DurationRange durationMs={durationMs} kind={kind} scale={scale} />}</td>
    </tr>
  );
}

function isChosen(filter: StepsFilter, { kind, name }: StepSums): boolean {
  return filter.name === name && (filter.kind ?? kind) === kind;
}

function Axis({ scale }: { scale: LogScale }) {
  return (
    <span class="range-axis" aria-hidden="true">
      {scale.ticks.map((ms) => (
        <span key={ms} style={{ left: `${scale.place(ms)}%` }}>
          {ms < 1_000 ? `${ms} ms` : `${formatCount(ms / 1_000)} s`}
        </span>
      ))}
    </span>
  );
}

function formatErrors(errors: number, steps: number): string {
  if (errors === 0) return "0";
  const share = (errors / steps) * 100;
  return `${formatCount(errors)} · ${share < 10 ? share.toFixed(1) : Math.round(share)} %`;
}
