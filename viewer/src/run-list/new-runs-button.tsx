import { formatCount } from "../format/format-count.ts";
import type { NewRuns } from "../models/create-new-runs-model.ts";
import { Icon } from "../ui/icon.tsx";

/** Runs that have come since the beginning of the list was in sight, and the way there; nothing where there are none. */
export function NewRunsButton({ newRuns, onShow }: { newRuns: NewRuns; onShow: () => void }) {
  const { runs, failed, isAtLeast } = newRuns;
  if (runs === 0) return null;
  return (
    <button type="button" class="new-runs" onClick={onShow}>
      <Icon name="chevron" size={12} className="is-up" />
      {formatCount(runs)}
      {isAtLeast && "+"} new{failed > 0 && `, ${formatCount(failed)} failed`}
    </button>
  );
}
