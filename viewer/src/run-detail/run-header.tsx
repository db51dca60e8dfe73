import type { RunSummary, RunTokens } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import { formatRoom } from "../format/format-room.ts";
import { toShownStatus } from "../format/format-status.ts";
import { formatTimeOfDay } from "../format/format-time.ts";
import { formatTokenSum } from "../format/format-token-sum.ts";
import { formatTokens } from "../format/format-usage.ts";
import { useApp } from "../models/app-context.ts";
import type { ViewModel } from "../models/create-view-model.ts";
import type { Neighbours } from "../models/find-neighbours.ts";
import { toRunLinkValues } from "../models/outside-links.ts";
import { Icon } from "../ui/icon.tsx";
import { OutsideLinks } from "../ui/outside-links.tsx";
import { ImportedChip } from "../ui/imported-chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunCost } from "../ui/run-cost.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import { CompareMenu } from "./compare-menu.tsx";
import { ShareMenu } from "./share-menu.tsx";
import "./run-header.css";

/** A run, and the runs beside it in the list that one came from. */
export interface RunHeaderProps {
  agentId: string;
  run: RunSummary;
  /** What the page shows of the run. */
  page: ViewModel;
  neighbours: Neighbours;
}

/** The first line of a page: what was asked, of whom, by whom, when, and what it took. */
export function RunHeader({ agentId, run, page, neighbours }: RunHeaderProps) {
  const { clock, listPath } = useApp();
  const { message, name = "Run", startedAt, metadata } = run;
  const room = formatRoom(run);
  return (
    <header class="run-header">
      <a
        href={listPath.value ?? `/${agentId}`}
        class="back-link"
        aria-label="Back to the list"
        title="Back to the list"
      >
        <Icon name="chevron" />
      </a>
      <StatusBadge status={toShownStatus(run)} />
      <h1 title={message ?? name}>{message ?? name}</h1>
      {metadata?.imported && <ImportedChip />}
      <p class="run-meta">
        {message !== undefined && <span>{name}</span>}
        <span>
          <RunSender run={run} />
          {room !== undefined && (
            <>
              {" in "}
              <a href={`/rooms/${run.roomId}`}>{room}</a>
            </>
          )}
        </span>
        <span class="run-clock">
          {formatTimeOfDay(startedAt)} · <RelativeTime at={startedAt} />
        </span>
        <OutsideLinks values={toRunLinkValues(run, clock.slowNow.value)} />
      </p>
      <span class="spacer" />
      <RunFigures run={run} />
      <nav class="run-steps" aria-label="Runs of the list">
        <Step word="Previous run" keyName="K" path={neighbours.previous} />
        <Step word="Next run" keyName="J" path={neighbours.next} />
      </nav>
      <CompareMenu run={run} />
      <ShareMenu run={run} page={page} />
    </header>
  );
}

function Step({ word, keyName, path }: { word: string; keyName: string; path: string | undefined }) {
  if (path === undefined) return null;
  return (
    <a href={path} class="button quiet icon-only" aria-label={word} title={`${word} of the list (${keyName})`}>
      <Icon name="chevron" className={keyName === "K" ? "points-up" : "points-down"} />
    </a>
  );
}

/** What a run took. A lost one took as long at least as it was heard of. */
function RunFigures({ run }: { run: RunSummary }) {
  const { tokens, cost, lost, lastHeardAt, startedAt } = run;
  return (
    <dl class="run-figures">
      <div>
        <dt class="visually-hidden">Duration</dt>
        <dd>
          {lost && lastHeardAt !== undefined ? (
            <>
              <b>{formatDuration(lastHeardAt - startedAt)}</b> heard
            </>
          ) : (
            <b>
              <RunDuration run={run} />
            </b>
          )}
        </dd>
      </div>
      {tokens && (
        <div>
          <dt class="visually-hidden">Tokens</dt>
          <dd title={formatRunTokens(tokens)}>
            <b>{formatTokenSum(tokens)}</b> tok
          </dd>
        </div>
      )}
      {cost && (
        <div>
          <dt class="visually-hidden">Cost</dt>
          <dd>
            <b>
              <RunCost cost={cost} />
            </b>
          </dd>
        </div>
      )}
    </dl>
  );
}

function formatRunTokens(tokens: RunTokens): string {
  return formatTokens({
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cachedInputTokens: tokens.cachedInput,
    cacheWriteInputTokens: tokens.cacheWriteInput,
    reasoningTokens: tokens.reasoning,
    audioInputTokens: tokens.audioInput,
    audioOutputTokens: tokens.audioOutput,
    unsplitTokens: tokens.unsplit,
  });
}
