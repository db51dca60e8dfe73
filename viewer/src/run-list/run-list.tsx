import type { RunSummary } from "@runline/contract";
import { toShownStatus } from "../format/format-status.ts";
import { ImportedChip } from "../ui/imported-chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { StatusBadge } from "../ui/status-badge.tsx";
import { RunDuration } from "../ui/run-duration.tsx";
import { RunSender } from "../ui/run-sender.tsx";
import { formatPlural } from "../format/format-count.ts";
import { formatRoom } from "../format/format-room.ts";
import "./run-list.css";

const COUNTS = [
  ["actions", "Actions", "action"],
  ["modelCalls", "Model calls", "model call"],
  ["evaluators", "Evaluators", "evaluator"],
  ["errors", "Errors", "error"],
] as const;

/** One page of runs. A click anywhere on a line opens the run, but for the room, which filters. */
export function RunList(props: { agentId: string; runs: readonly RunSummary[]; onRoom: (roomId: string) => void }) {
  const longestMs = Math.max(0, ...props.runs.map((run) => run.durationMs ?? 0));
  return (
    <table class="run-list">
      <caption class="visually-hidden">Runs, newest first</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">When</th>
          <th scope="col">Duration</th>
          <th scope="col">From</th>
          <th scope="col">Room</th>
          {COUNTS.map(([key, word]) => (
            <th key={key} scope="col" class="count">
              {word}
            </th>
          ))}
          <th scope="col">What failed</th>
        </tr>
      </thead>
      <tbody>
        {props.runs.map((run) => (
          <RunRow key={run.runId} run={run} agentId={props.agentId} longestMs={longestMs} onRoom={props.onRoom} />
        ))}
      </tbody>
    </table>
  );
}

/** The step that failed and why; where it is the run itself, only why. */
function toFailure({ cause, name, metadata }: RunSummary): string | undefined {
  const isRunItself = cause?.path.length === 1 && cause.path[0] === name;
  return (isRunItself ? metadata?.error : undefined) ?? cause?.text ?? metadata?.error;
}

interface RunRowProps {
  run: RunSummary;
  agentId: string;
  longestMs: number;
  onRoom: (roomId: string) => void;
}

function RunRow({ run, agentId, longestMs, onRoom }: RunRowProps) {
  const status = toShownStatus(run);
  const failure = toFailure(run);
  const { errors } = run.counts;
  const room = formatRoom(run, agentId);
  return (
    <tr class={run.message === undefined ? `is-${status}` : `is-${status} has-message`}>
      <td class="cell-status">
        <StatusBadge status={status} />
      </td>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- a cell is no control */}
      <td class="cell-started">
        <a href={`/${agentId}/runs/${run.runId}`} class="row-link">
          <RelativeTime at={run.startedAt} />
        </a>
        {run.message !== undefined && <span class="run-message">{run.message}</span>}
      </td>
      <td class="cell-duration">
        <RunDuration run={run} />
        {run.durationMs !== undefined && longestMs > 0 && (
          <span class="duration-bar" aria-hidden="true">
            <span style={{ width: `${(run.durationMs / longestMs) * 100}%` }} />
          </span>
        )}
      </td>
      <td class="cell-from">
        <span class="sender">
          <RunSender run={run} agentId={agentId} />
        </span>
        {run.metadata?.imported && <ImportedChip />}
      </td>
      <td class="cell-room">
        {room === undefined ? (
          <span class="muted">–</span>
        ) : (
          <button type="button" class="room-button" title="Show this room only" onClick={() => onRoom(run.roomId)}>
            {room}
          </button>
        )}
      </td>
      {COUNTS.map(([key, , noun]) => (
        <td
          key={key}
          class={`count cell-${key}${run.counts[key] === 0 ? " is-zero" : ""}`}
          data-noun={run.counts[key] === 1 ? noun : `${noun}s`}
        >
          {run.counts[key]}
        </td>
      ))}
      <td class="cell-error" title={failure}>
        {failure ?? (errors > 0 && <span class="muted">{formatPlural(errors, "step")} failed</span>)}
      </td>
    </tr>
  );
}
