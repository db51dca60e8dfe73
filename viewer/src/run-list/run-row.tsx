import type { RunSummary } from "@runline/contract";
import { ErrorBoundary, lazy } from "preact-iso";
import { formatRunCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { STATUS_WORDS, toShownStatus } from "../format/format-status.ts";
import { formatAge, formatTimeOfDay } from "../format/format-time.ts";
import { formatTokenSum } from "../format/format-token-sum.ts";
import { toRunPath } from "../models/run-path.ts";
import { Icon } from "../ui/icon.tsx";
import { ImportedChip } from "../ui/imported-chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import type { SameFailures } from "./run-cause.tsx";
import "./run-row.css";

// A list can be read without the drawings.
const RunSketch = lazy(() => import("./run-sketch.tsx").then((module) => module.RunSketch));
// Most runs have gone well: what there is to say of the others comes with the first of them.
const RunCause = lazy(() => import("./run-cause.tsx").then((module) => module.RunCause));

/** A run, and what is known beside it. */
export interface RunRowProps {
  run: RunSummary;
  /** Gives the name that its agent has in a list. */
  toAgentName: (run: RunSummary) => string;
  /** The runs that failed the same way; `undefined` for a run that did not, or alone. */
  toSameFailures: (run: RunSummary) => SameFailures | undefined;
}

/** The line of a run; a failed or lost one has a second, which says why, and one that waits for what. */
export function RunRow({ run, toAgentName, toSameFailures }: RunRowProps) {
  const status = toShownStatus(run);
  const { errors } = run.counts;
  return (
    <tr class={`run-row is-${status}`}>
      <td class="cell-status">
        <Icon name={status === "completed" ? "check" : status} />
      </td>
      <td class="cell-started">
        <span class="clock">{formatTimeOfDay(run.startedAt)}</span>{" "}
        <RelativeTime at={run.startedAt} format={formatAge} />
      </td>
      <td class="cell-agent">{toAgentName(run)}</td>
      <td class="cell-from">
        <RunSender run={run} />
      </td>
      <td class="cell-message">
        <a href={toRunPath(run)} class="row-link">
          <span class="visually-hidden">{STATUS_WORDS[status]}: </span>
          {run.message ?? <span class="muted">{toStandIn(run)}</span>}
        </a>
        {run.message !== undefined && status === "completed" && run.actions && (
          <span class="run-actions muted"> → {run.actions.join(", ")}</span>
        )}
        {run.metadata?.imported && <ImportedChip />}
      </td>
      <td class="cell-sketch">
        <ErrorBoundary>
          <RunSketch run={run} />
        </ErrorBoundary>
      </td>
      <td class="cell-duration">
        <RunDuration run={run} />
      </td>
      <td class="cell-model">{run.models?.[0]}</td>
      <td class="cell-errors">{errors > 0 && formatCount(errors)}</td>
      <td class="cell-tokens">{run.tokens && formatTokenSum(run.tokens)}</td>
      <td class="cell-cost">
        {run.cost && formatRunCost(run.cost)}
        {run.cost?.estimated && <span class="visually-hidden"> estimated</span>}
      </td>
      {status !== "completed" && status !== "started" && (
        <td class="cell-cause">
          <ErrorBoundary>
            <RunCause run={run} same={toSameFailures(run)} />
          </ErrorBoundary>
        </td>
      )}
    </tr>
  );
}

/** What stands for a message that was not captured: what the run did. */
function toStandIn({ actions, name }: RunSummary): string {
  return actions?.join(", ") ?? name ?? "Run";
}
