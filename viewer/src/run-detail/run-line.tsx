import type { RunSummary } from "@runline/contract";
import type { ComponentChildren } from "preact";
import { toFailureWords } from "../format/format-cause.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatObservation } from "../format/format-observation.ts";
import { formatShare } from "../format/format-share.ts";
import { toListPath } from "../models/list-filter.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import "./run-line.css";

/** A step that something is said of, and the labels of the steps on the way to it. */
interface NamedStep {
  spanId: string;
  path: readonly string[];
}

/** A run, the step that a lost one was in, and what a click on the step does. */
export interface RunLineProps {
  agentId: string;
  run: RunSummary;
  lostStep: NamedStep | undefined;
  onGo: (spanId: string) => void;
}

/**
 * The second line of a page, the sentence one would say to a colleague: why a run failed, when a lost one was heard of last, else what
 * is worth a second look. Nothing for a good run without a remark.
 */
export function RunLine({ agentId, run, lostStep, onGo }: RunLineProps) {
  const { status, cause, lost, lastHeardAt, startedAt, durationMs, observations = [] } = run;
  if (status === "error" || status === "timeout") {
    const { what, circumstances } = toFailureWords(run);
    const same = cause && (
      <a href={toListPath({ agentIds: [agentId], fingerprint: cause.fingerprint })}>Runs that failed the same way</a>
    );
    return (
      <Line tone={status} step={cause} go="Go to cause" onGo={onGo} circumstances={circumstances} more={same}>
        {what}
      </Line>
    );
  }
  if (lost && lastHeardAt !== undefined) {
    return (
      <Line tone="lost" step={lostStep} go="Go to it" onGo={onGo}>
        last heard of {formatDuration(lastHeardAt - startedAt)} after the start, <RelativeTime at={lastHeardAt} />
      </Line>
    );
  }
  const [first, ...others] = status === "completed" ? observations : [];
  if (first === undefined) return null;
  const more = others.length > 0 && (
    <details class="more-remarks">
      <summary>{formatCount(others.length)} more</summary>
      <ul>
        {others.map((observation) => (
          <li key={`${observation.kind} ${observation.spanId}`}>
            <button type="button" class="text-button" onClick={() => onGo(observation.spanId)}>
              {observation.label} {formatObservation(observation)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
  const { spanId, label, durationMs: stepMs } = first;
  const share = stepMs !== undefined && durationMs !== undefined && formatShare(stepMs, durationMs);
  return (
    <Line tone="remark" step={{ spanId, path: [label] }} go="Go to it" onGo={onGo} circumstances={[share]} more={more}>
      {formatObservation(first)}
    </Line>
  );
}

interface LineProps extends Pick<RunLineProps, "onGo"> {
  tone: "error" | "timeout" | "lost" | "remark";
  step: NamedStep | undefined;
  go: string;
  circumstances?: readonly (string | false)[] | undefined;
  /** What else there is to say. */
  more?: ComponentChildren;
  children: ComponentChildren;
}

const LOOKS: Record<LineProps["tone"], { icon: IconName; word: string }> = {
  error: { icon: "error", word: "Why the run failed" },
  timeout: { icon: "timeout", word: "Why the run timed out" },
  lost: { icon: "lost", word: "What was heard of the run last" },
  remark: { icon: "eye", word: "Worth a second look" },
};

function Line({ tone, step, go, onGo, circumstances = [], more, children }: LineProps) {
  const { icon, word } = LOOKS[tone];
  return (
    <div class={`run-line is-${tone}`} role="note" aria-label={word}>
      <Icon name={icon} />
      {step && (
        <span class="run-path">
          {step.path.map((label, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- labels may be the same, and never move
            <span key={index}>
              {index > 0 && <span class="muted"> › </span>}
              <b>{label}</b>
            </span>
          ))}
        </span>
      )}
      <span class="run-what">{children}</span>
      <span class="muted">{circumstances.filter(Boolean).join(" · ")}</span>
      <span class="spacer" />
      {more}
      {step && (
        <button type="button" class="text-button" onClick={() => onGo(step.spanId)}>
          {go} <kbd>e</kbd>
        </button>
      )}
    </div>
  );
}
