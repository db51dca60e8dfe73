import type { RunSummary } from "@runline/contract";
import { toFailureWords, type FailureWords } from "../format/format-cause.ts";
import { formatDuration } from "../format/format-duration.ts";
import { LOST_RUN_REASON } from "../format/format-status.ts";
import { RunWait } from "../ui/run-wait.tsx";

/** How many runs failed the same way, and where these are. */
export interface SameFailures {
  href: string;
  words: string;
}

/** A run that did not go well, or does not get on; `same` is missing where it did not fail, or alone. */
interface RunCauseProps {
  run: RunSummary;
  same: SameFailures | undefined;
}

/** Why a run failed, that nothing is heard of it any more, or what it waits for: the second line of its row. */
export function RunCause({ run, same }: RunCauseProps) {
  if (run.waiting) return <RunWait wait={run.waiting} />;
  const { path, what, circumstances } = run.lost ? toLossWords(run) : toFailureWords(run);
  return (
    <>
      {path.length > 0 && <b>{path.join(" › ")}</b>}
      <span class="why">{what}</span>
      <span class="circumstances muted">{circumstances.join(" · ")}</span>
      {same && (
        <a href={same.href} class="same-failures">
          {same.words}
        </a>
      )}
    </>
  );
}

function toLossWords({ lastHeardAt, startedAt }: RunSummary): FailureWords {
  const what =
    lastHeardAt === undefined ? LOST_RUN_REASON : `last heard of after ${formatDuration(lastHeardAt - startedAt)}`;
  return { path: [], what, circumstances: [] };
}
