import type { RunSummary } from "@runline/contract";
import { toFailureWords } from "../format/format-cause.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatObservation } from "../format/format-observation.ts";
import { formatShare } from "../format/format-share.ts";
import { formatMoment } from "../format/format-time.ts";
import { toWorkMs } from "../format/work-ms.ts";
import { useApp } from "../models/app-context.ts";
import { toListPath } from "../models/list-filter.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { RunWait } from "../ui/run-wait.tsx";
import { StepLine, type NamedStep } from "../ui/step-line.tsx";
import "./run-line.css";

/** A run, the step that a lost one was in or in which one waits, and what a click on the step does. */
export interface RunLineProps {
  agentId: string;
  run: RunSummary;
  lastStep: NamedStep | undefined;
  onGo: (spanId: string) => void;
}

const WORDS = { error: "Why the run failed", timeout: "Why the run timed out" };

/**
 * The second line of a page, the sentence one would say to a colleague: why a run failed, when a lost one was heard of last, what one waits
 * for, else what is worth a second look. Nothing for a good run without a remark.
 */
export function RunLine({ agentId, run, lastStep, onGo }: RunLineProps) {
  const { clock } = useApp();
  const { status, cause, lost, lastHeardAt, startedAt, waiting, observations = [] } = run;
  if (status === "error" || status === "timeout") {
    const { what, circumstances } = toFailureWords(run);
    const same = cause && (
      <a href={toListPath({ agentIds: [agentId], fingerprint: cause.fingerprint })}>Runs that failed the same way</a>
    );
    return (
      <StepLine
        tone={status}
        word={WORDS[status]}
        step={cause}
        go="Go to cause"
        onGo={onGo}
        circumstances={circumstances}
        more={same}
      >
        {what}
      </StepLine>
    );
  }
  if (lost && lastHeardAt !== undefined) {
    return (
      <StepLine tone="lost" word="What was heard of the run last" step={lastStep} go="Go to it" onGo={onGo}>
        last heard of {formatDuration(lastHeardAt - startedAt)} after the start, <RelativeTime at={lastHeardAt} />
      </StepLine>
    );
  }
  if (waiting) {
    return (
      <StepLine tone="waiting" word="What the run waits for" step={lastStep} go="Go to it" onGo={onGo}>
        <RunWait wait={waiting} />, since {formatMoment(waiting.since, clock.slowNow.value)}
      </StepLine>
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
  const workMs = toWorkMs(run);
  const share = stepMs !== undefined && workMs !== undefined && formatShare(stepMs, workMs);
  return (
    <StepLine
      tone="remark"
      word="Worth a second look"
      step={{ spanId, path: [label] }}
      go="Go to it"
      onGo={onGo}
      circumstances={[share]}
      more={more}
    >
      {formatObservation(first)}
    </StepLine>
  );
}
