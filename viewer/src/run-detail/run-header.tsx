import type { RunCost as Cost, RunSummary, RunTokens } from "@runline/contract";
import { formatCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { formatTokens } from "../format/format-usage.ts";
import { toShownStatus } from "../format/format-status.ts";
import { useApp } from "../models/app-context.ts";
import { fromListFilter } from "../models/list-filter.ts";
import { formatRoom } from "../format/format-room.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { ImportedChip } from "../ui/imported-chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import "./run-header.css";
import { Fact } from "../ui/fact.tsx";

/** A run, and what clicks on its errors and its cause do. */
export interface RunHeaderProps {
  agentId: string;
  run: RunSummary;
  onNextError: () => void;
  onSelect: (spanId: string) => void;
}

/** Name, state and totals of a run. */
export function RunHeader({ agentId, run, onNextError, onSelect }: RunHeaderProps) {
  const { listQuery } = useApp();
  const { outcome, error, imported } = run.metadata ?? {};
  const { counts, tokens, cost, cause } = run;
  const room = formatRoom(run, agentId);
  return (
    <header class="run-header">
      <div class="run-title">
        <a href={`/${agentId}${listQuery.value}`} class="back-link">
          ‹ Runs
        </a>
        <h1>{run.name ?? "Run"}</h1>
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
        {run.serviceName !== undefined && run.serviceName !== run.name && <Fact word="Service">{run.serviceName}</Fact>}
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
        <Fact word="Tokens">{tokens ? <TokenTotal tokens={tokens} /> : "–"}</Fact>
        {cost && (
          <Fact word="Cost">
            <RunCost cost={cost} />
          </Fact>
        )}
        {outcome !== undefined && outcome !== run.status && <Fact word="Outcome">{outcome}</Fact>}
      </dl>
      {(cause ?? error) !== undefined && run.status !== "started" && (
        <div class={`run-error status-${run.status}`} role="note">
          {cause && (
            <button
              type="button"
              class="text-button cause"
              title="Go to this step"
              onClick={() => onSelect(cause.spanId)}
            >
              {cause.text} ›
            </button>
          )}
          {error !== undefined && !cause?.text.includes(error) && <p>{error}</p>}
        </div>
      )}
    </header>
  );
}

function TokenTotal({ tokens }: { tokens: RunTokens }) {
  const { input, output, cachedInput, cacheWriteInput, reasoning } = tokens;
  const kinds = formatTokens({
    inputTokens: input,
    outputTokens: output,
    cachedInputTokens: cachedInput,
    cacheWriteInputTokens: cacheWriteInput,
    reasoningTokens: reasoning,
  });
  return <span title={kinds}>{formatCount((input ?? 0) + (output ?? 0))}</span>;
}

function RunCost({ cost: { usd, atLeast } }: { cost: Cost }) {
  if (!atLeast) return <>{formatCost(usd)}</>;
  return <span title="Some model calls do not say what they cost">≥ {formatCost(usd)}</span>;
}
