import { formatCount } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { SHOWN_KINDS } from "../models/shown-kind.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import "./kind-chips.css";

/** Below the waterfall: legend, counts and filter in one. A click hides a kind or shows it again. */
export function KindChips({ model }: { model: WaterfallModel }) {
  const counts = model.kindCounts.value;
  return (
    <fieldset class="kind-chips" aria-label="Kinds shown">
      {SHOWN_KINDS.filter((kind) => counts.has(kind)).map((kind) => (
        <button
          key={kind}
          type="button"
          class="kind-chip"
          aria-pressed={!model.hiddenKinds.value.has(kind)}
          title={`Show or hide: ${KINDS[kind].many}`}
          onClick={() => model.toggleKind(kind)}
        >
          <KindIcon kind={kind} size={12} />
          {KINDS[kind].many} <span class="kind-count">{formatCount(counts.get(kind) ?? 0)}</span>
        </button>
      ))}
    </fieldset>
  );
}
