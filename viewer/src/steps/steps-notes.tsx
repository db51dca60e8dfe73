import type { StepsCut } from "@runline/contract";
import { formatPlural } from "../format/format-count.ts";

/** Says of how many runs not all steps are among those above. */
export function CutNote({ cut }: { cut: StepsCut }) {
  return (
    <p class="muted">
      Not all steps of {formatPlural(cut.runs, "run")} are known: of a run, the first 2,000 are, and none where an
      earlier version stored the run. <code>runline rebuild</code> reads those again.
    </p>
  );
}

/** Says how many names the table does not have; of very many, the rarest are not even counted. */
export function MoreNote({ more }: { more: number }) {
  return (
    <p class="muted">
      Left out: at least {formatPlural(more, "rarer name")}. Choose an agent or a shorter time to see more.
    </p>
  );
}
