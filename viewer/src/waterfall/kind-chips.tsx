import { useSignal } from "@preact/signals";
import { formatCount } from "../format/format-count.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { SHOWN_KINDS } from "../models/shown-kind.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { toNextPlace } from "../ui/next-place.ts";
import "./kind-chips.css";

/**
 * Below the waterfall: legend, counts and filter in one. A click hides a kind or shows it again. One stop of the Tab key, however many kinds
 * there are: behind them are the details of the span.
 */
export function KindChips({ model }: { model: WaterfallModel }) {
  const counts = model.kindCounts.value;
  const kinds = SHOWN_KINDS.filter((kind) => counts.has(kind));
  const reached = useSignal(0);
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const place = toNextPlace(event.key, reached.value, kinds.length);
    const chip = place === undefined ? undefined : event.currentTarget.children[place];
    if (!(chip instanceof HTMLElement)) return;
    event.preventDefault();
    chip.focus();
  };
  return (
    <div class="kind-chips" role="toolbar" aria-label="Kinds shown" tabIndex={-1} onKeyDown={move}>
      {kinds.map((kind, place) => (
        <button
          key={kind}
          type="button"
          class="kind-chip"
          tabIndex={place === Math.min(reached.value, kinds.length - 1) ? 0 : -1}
          onFocus={() => (reached.value = place)}
          aria-pressed={!model.hiddenKinds.value.has(kind)}
          title={`Show or hide: ${KINDS[kind].many}`}
          onClick={() => model.toggleKind(kind)}
        >
          <KindIcon kind={kind} size={12} />
          {KINDS[kind].many} <span class="kind-count">{formatCount(counts.get(kind) ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}
