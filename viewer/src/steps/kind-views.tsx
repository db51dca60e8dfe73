import { STEP_KINDS, type StepKind, type StepStats } from "@runline/contract";
import { formatCount } from "../format/format-count.ts";
import { toStepTotals } from "../models/step-sums.ts";
import { toStepsPath, type StepsFilter } from "../models/steps-filter.ts";
import { KINDS } from "../ui/kinds.ts";
import "../run-list/list-views.css";
import "./kind-views.css";

/** The filter, and the sums of all kinds; `undefined` while these are not known. */
interface KindViewsProps {
  filter: StepsFilter;
  stats: StepStats | undefined;
}

/** The kinds of steps, each with how many there are. */
export function KindViews({ filter, stats }: KindViewsProps) {
  return (
    <nav class="list-views kind-views" aria-label="Kinds of steps">
      {[undefined, ...STEP_KINDS].map((kind) => (
        <a
          key={kind ?? "all"}
          href={toStepsPath({ ...filter, kind, name: undefined, before: undefined })}
          aria-current={filter.kind === kind ? "page" : undefined}
        >
          {kind === undefined ? "All steps" : KINDS[kind].many}
          {stats && <span class="kind-count muted">{formatKindCount(stats, kind)}</span>}
        </a>
      ))}
    </nav>
  );
}

/** How many steps of a kind there are; with a plus where names are left out. */
function formatKindCount({ steps, more }: StepStats, kind: StepKind | undefined): string {
  const own = steps.filter((each) => kind === undefined || each.kind === kind);
  return `${formatCount(toStepTotals(own).steps)}${more > 0 ? "+" : ""}`;
}
