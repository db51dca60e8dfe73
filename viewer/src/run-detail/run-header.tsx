import type { RunSpan, RunSummary } from "@runline/contract";
import { formatCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { toShownStatus } from "../format/format-status.ts";
import { useApp } from "../models/app-context.ts";
import { fromListFilter } from "../models/list-filter.ts";
import { sumUsage } from "../models/sum-usage.ts";
import { formatRoom } from "../format/format-room.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { ImportedChip } from "../ui/imported-chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import "./run-header.css";
import { Fact } from "../ui/fact.tsx";

/** A run, its spans, and what a click on the errors does. */
export interface RunHeaderProps {
  agentId: string;
  run: RunSummary;
  spans: readonly RunSpan[];
  onNextError: () => void;
}

/** Name, state and totals of a run. */
export function RunHeader({ agentId, run, spans, onNextError }: RunHeaderProps) {
  const { listQuery } = useApp();
  const { agentName, outcome, error, imported } = run.metadata ?? {};
  const usage = sumUsage(spans);
  const { counts } = run;
  const room = formatRoom(run, agentId);
  return (
    <header class="run-header">
      <div class="run-title">
        <a href={`/${agentId}${listQuery.value}`} class="back-link">
          ‹ Runs
        </a>
        <h1>{agentName ?? "Run"}</h1>
        <code class="muted" title={run.runId}>
          {run.runId.slice(0, 8)}
        </code>
        <StatusBadge status={toShownStatus(run)} />
        {imported && <ImportedChip />}
        <span class="spacer" />
        <CopyButton text={window.location.href} label="Copy the link to this page">
          Copy link
        </CopyButton>
      </div>
      <dl class="run-facts">
        <Fact word="Duration">
          <RunDuration run={run} />
        </Fact>
        <Fact word="Started">
          <RelativeTime at={run.startedAt} />
        </Fact>
        <Fact word="From">
          <RunSender run={run} agentId={agentId} />
        </Fact>
        <Fact word="Room">
          {room === undefined ? "–" : <a href={`/${agentId}${fromListFilter({ roomId: run.roomId })}`}>{room}</a>}
        </Fact>
        <Fact word="Actions">{formatCount(counts.actions)}</Fact>
        <Fact word="Model calls">{formatCount(counts.modelCalls)}</Fact>
        <Fact word="Evaluators">{formatCount(counts.evaluators)}</Fact>
        <Fact word="Errors">
          {counts.errors === 0 ? (
            "0"
          ) : (
            <button type="button" class="error-count" title="Go to the next error (e)" onClick={onNextError}>
              {formatCount(counts.errors)} ›
            </button>
          )}
        </Fact>
        <Fact word="Tokens">
          {usage ? (
            <span title={`${formatCount(usage.inputTokens)} in, ${formatCount(usage.outputTokens)} out`}>
              {formatCount(usage.inputTokens + usage.outputTokens)}
            </span>
          ) : (
            "–"
          )}
        </Fact>
        {usage?.cost !== undefined && (
          <Fact word="Cost">
            <RunCost cost={usage.cost} isPartial={usage.isCostPartial} />
          </Fact>
        )}
        {outcome !== undefined && outcome !== run.status && <Fact word="Outcome">{outcome}</Fact>}
      </dl>
      {error !== undefined && run.status !== "started" && (
        <p class={`run-error status-${run.status}`} role="note">
          {error}
        </p>
      )}
    </header>
  );
}

function RunCost({ cost, isPartial }: { cost: number; isPartial: boolean }) {
  if (!isPartial) return <>{formatCost(cost)}</>;
  return <span title="Some model calls do not say what they cost">≥ {formatCost(cost)}</span>;
}
