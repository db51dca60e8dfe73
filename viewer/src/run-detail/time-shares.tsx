import type { RunTime } from "@runline/contract";
import { formatDuration } from "../format/format-duration.ts";
import "./time-shares.css";

const SHARES = [
  ["modelMs", "Model calls", "model"],
  ["toolMs", "Actions", "action"],
  ["idleMs", "Other", "other"],
] as const;

/** Where the time of a run went, as parts of its work; each moment counts once. What it waited is no work, and stands behind. */
export function TimeShares({ time }: { time: RunTime }) {
  const totalMs = time.modelMs + time.toolMs + time.idleMs;
  if (totalMs <= 0) return null;
  const shares = SHARES.map(([key, word, look]) => ({ word, look, percent: (time[key] / totalMs) * 100 }));
  return (
    <div class="time-shares">
      <div class="share-bar" aria-hidden="true">
        {shares.map(({ look, percent }) => (
          <span key={look} class={`share is-${look}`} style={{ width: `${percent}%` }} />
        ))}
      </div>
      <dl>
        {shares.map(({ word, look, percent }) => (
          <div key={look}>
            <dt>
              <span class={`share is-${look}`} aria-hidden="true" />
              {word}
            </dt>
            <dd>{Math.round(percent)} %</dd>
          </div>
        ))}
        {time.waitMs !== undefined && (
          <div>
            <dt>
              <span class="share is-wait" aria-hidden="true" />
              Waited
            </dt>
            <dd>{formatDuration(time.waitMs)}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
