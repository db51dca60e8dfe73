import type { StepSort, StepSummary } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { formatAge, formatMoment } from "../format/format-time.ts";
import { formatTokenSum } from "../format/format-token-sum.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import { useApp } from "../models/app-context.ts";
import { toRunPath } from "../models/run-path.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunCost } from "../ui/run-cost.tsx";
import { SortHead, toAriaSort } from "../ui/sort-head.tsx";
import "../ui/wide-table.css";
import "./step-tables.css";

/** Steps in their order. */
interface StepListProps {
  steps: readonly StepSummary[];
  sort: StepSort;
  agentNames: ReadonlyMap<string, string>;
  onSort: (sort: StepSort) => void;
}

const ICONS: Record<StepSummary["state"], IconName> = {
  open: "started",
  ok: "check",
  error: "error",
  timeout: "timeout",
};

/** Steps one by one, each of them the way to its span. */
export function StepList({ steps, sort, agentNames, onSort }: StepListProps) {
  const longest = Math.max(0, ...steps.map(({ durationMs }) => durationMs ?? 0));
  const toSortHead = (word: string, by: StepSort) => (
    <SortHead word={word} sort={by} ordering={{ sort, isAscending: false }} onSort={() => onSort(by)} />
  );
  const toSorted = (by: StepSort) => toAriaSort(by, { sort, isAscending: false });
  return (
    <table class="wide-table step-table step-list">
      <caption class="visually-hidden">Steps one by one</caption>
      <thead>
        <tr>
          <th scope="col" class="cell-state">
            <span class="visually-hidden">State</span>
          </th>
          <th scope="col" class="cell-name">
            Step
          </th>
          <th scope="col" class="cell-start" aria-sort={toSorted("start")}>
            {toSortHead("Time", "start")}
          </th>
          <th scope="col" class="cell-agent">
            Agent
          </th>
          <th scope="col" class="cell-run">
            Run
          </th>
          <th scope="col" class="number cell-duration" aria-sort={toSorted("duration")}>
            {toSortHead("Duration", "duration")}
          </th>
          <th scope="col" class="cell-length">
            <span class="visually-hidden">Length</span>
          </th>
          <th scope="col" class="number cell-tokens">
            Tokens
          </th>
          <th scope="col" class="number cell-cost">
            Cost
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <StepRow
            key={`${step.runId} ${step.spanId}`}
            step={step}
            agentName={agentNames.get(step.agentId) ?? formatShortId(step.agentId)}
            longest={longest}
          />
        ))}
      </tbody>
    </table>
  );
}

function StepRow({ step, agentName, longest }: { step: StepSummary; agentName: string; longest: number }) {
  const { clock } = useApp();
  const { kind, name, state, startedAt, durationMs, tokens, cost, costIsEstimated } = step;
  return (
    <tr class={`is-${state}`}>
      <td class="cell-state" title={STATE_WORDS[state]}>
        <Icon name={ICONS[state]} />
      </td>
      <th scope="row" class="cell-name" title={name}>
        <KindIcon kind={kind} />
        <a href={toRunPath(step, step.spanId)} class="row-link">
          <span class="visually-hidden">
            {STATE_WORDS[state]}: {KINDS[kind].one}{" "}
          </span>
          {name}
        </a>
      </th>
      <td class="cell-start">
        {formatMoment(startedAt, clock.slowNow.value)} <RelativeTime at={startedAt} format={formatAge} />
      </td>
      <td class="cell-agent">{agentName}</td>
      <td class="cell-run mono">{formatShortId(step.runId)}</td>
      <td class="number cell-duration">{durationMs === undefined ? "–" : formatDuration(durationMs)}</td>
      <td class="cell-length">
        {durationMs !== undefined && longest > 0 && (
          <span
            class="length-bar"
            style={{ width: `${(durationMs / longest) * 100}%`, "--tone": `var(${KINDS[kind].color})` }}
          />
        )}
      </td>
      <td class="number cell-tokens">{tokens ? formatTokenSum(tokens) : "–"}</td>
      <td class="number cell-cost">
        {cost === undefined ? "–" : <RunCost cost={{ usd: cost, atLeast: false, estimated: costIsEstimated }} />}
      </td>
    </tr>
  );
}
