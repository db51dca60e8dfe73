import { useSignal } from "@preact/signals";
import type { FailureGroup, RunSummary } from "@runline/contract";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { formatShortId } from "../format/format-short-id.ts";
import { formatAbsoluteTime, formatAge, formatTimeOfDay } from "../format/format-time.ts";
import { toListPath, toListRunsParams, toScope, type ListFilter } from "../models/list-filter.ts";
import { useListCauses, useListRuns } from "../models/run-queries.ts";
import { useApp } from "../models/app-context.ts";
import { Icon } from "../ui/icon.tsx";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunList } from "./run-list.tsx";
import { RunListSkeleton } from "./run-list-skeleton.tsx";
import "./cause-list.css";

/** Whose failed runs are shown, and how their agents are called. */
interface CauseListProps {
  filter: ListFilter;
  agentNames: ReadonlyMap<string, string>;
  toAgentName: (run: RunSummary) => string;
}

/** Runs of a cause that are shown below it. */
const SHOWN_RUNS = 5;

/** Failed runs, put together by what failed them: those first that most runs have. */
export function CauseList({ filter, agentNames, toAgentName }: CauseListProps) {
  const { clock } = useApp();
  const { data, error, refetch } = useListCauses(filter, clock.slowNow.value);
  const open = useSignal<string | undefined>(undefined);
  if (error && !data) return <ErrorPanel title="The causes could not be loaded" error={error} onRetry={refetch} />;
  if (!data) return <RunListSkeleton />;
  const { groups, runs, causes, isAtLeast } = data;
  if (groups.length === 0) {
    return (
      <div class="panel">
        <h2>No run failed</h2>
        <p class="muted">Of those that match, in the time that is chosen.</p>
      </div>
    );
  }
  return (
    <section class="cause-list" aria-label="Failed runs by their cause">
      <p>
        <b>
          {isAtLeast ? "The newest " : ""}
          {formatPlural(runs, "run")} failed in {formatPlural(causes, "way")}
        </b>
        {causes > groups.length && <span class="muted"> · the {groups.length} most common are shown</span>}
      </p>
      <ul>
        {groups.map((group) => (
          <li key={group.fingerprint}>
            <CauseRow
              group={group}
              agents={group.agentIds.map((id) => agentNames.get(id) ?? formatShortId(id))}
              from={data.from}
              isOpen={open.value === group.fingerprint}
              onToggle={() => (open.value = open.value === group.fingerprint ? undefined : group.fingerprint)}
            />
            {open.value === group.fingerprint && (
              <CauseRuns
                filter={{ ...toScope(filter), fingerprint: group.fingerprint }}
                runs={group.runs}
                toAgentName={toAgentName}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CauseRowProps {
  group: FailureGroup;
  agents: readonly string[];
  /** Where its bars begin, ms since the epoch. */
  from: number;
  isOpen: boolean;
  onToggle: () => void;
}

function CauseRow({ group, agents, from, isOpen, onToggle }: CauseRowProps) {
  const { status, runs, users, path, message, text, firstAt, lastAt, buckets } = group;
  return (
    <button type="button" class={`cause-row is-${status}`} aria-expanded={isOpen} onClick={onToggle}>
      <Icon name="chevron" size={12} className={isOpen ? "is-down" : ""} />
      <b class="cause-count">
        {formatCount(runs)}
        <span class="visually-hidden">{runs === 1 ? " run" : " runs"}: </span>
      </b>
      <span class="cause-words">
        <span>
          {message !== undefined && <b>{path.join(" › ")} </b>}
          <span class="why">{message ?? text}</span>
        </span>
        <span class="muted">
          {agents.join(", ")} · {formatPlural(users, "user")}
        </span>
      </span>
      <Trend counts={buckets} label={`Since ${formatAbsoluteTime(from)}`} />
      <span class="cause-times">
        <span>
          last <RelativeTime at={lastAt} format={formatAge} />
          {" ago"}
        </span>
        <span class="muted">{runs === 1 ? "once" : `since ${formatTimeOfDay(firstAt)}`}</span>
      </span>
    </button>
  );
}

/** How many runs failed so in each part of the time, as bars; for the eye alone, since the row says how many there are and when. */
function Trend({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(1, ...counts);
  return (
    <svg class="trend" viewBox={`0 0 ${counts.length} 24`} preserveAspectRatio="none" aria-hidden="true">
      <title>{label}</title>
      {counts.map((count, index) => {
        const height = (count / most) * 24;
        // oxlint-disable-next-line react/no-array-index-key -- a bar is its place
        return <rect key={index} x={index + 0.1} y={24 - height} width={0.8} height={height} />;
      })}
    </svg>
  );
}

interface CauseRunsProps extends Pick<CauseListProps, "toAgentName"> {
  filter: ListFilter;
  runs: number;
}

/** The newest runs of a cause, and the way to all of them. */
function CauseRuns({ filter, runs, toAgentName }: CauseRunsProps) {
  const { clock } = useApp();
  const { data } = useListRuns({ ...toListRunsParams(filter, clock.slowNow.value), limit: SHOWN_RUNS });
  if (!data) return <RunListSkeleton />;
  return (
    <div class="cause-runs">
      <RunList runs={data.runs} toAgentName={toAgentName} toSameFailures={() => undefined} />
      {runs > SHOWN_RUNS && <a href={toListPath(filter)}>{formatCount(runs - SHOWN_RUNS)} more</a>}
    </div>
  );
}
