/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import type { StepPair } from "../models/align-siblings.ts";
import { toShownKind } from "../models/shown-kind.ts";
import { toTold, type Difference } from "../models/step-differences.ts";
import type { WaterfallRow } from "../models/waterfall-rows.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { FoldButton } from "../waterfall/fold-button.tsx";
import { MAX_INDENT } from "../waterfall/row-name.tsx";
import { toRowWords } from "../waterfall/row-words.ts";
import { toDifferenceMark } from "./difference-words.ts";

/** A row, the steps that it is of, and how these differ. */
interface CompareNameProps {
  row: WaterfallRow;
  pair: StepPair;
  difference: Difference | undefined;
  onToggle: () => void;
}

/** The first cell of a row: what the step is, what it says in each run, and how it differs. */
export function CompareName({ row, pair, difference, onToggle }: CompareNameProps) {
  const { node, depth } = row;
  const { span } = node;
  const { verb, label } = toRowWords(node);
  const mark = difference && toDifferenceMark(difference, pair);
  return (
    <span class="cell-name" role="rowheader">
      <FoldButton isOpen={row.childCount > 0 ? row.isExpanded : undefined} onToggle={onToggle} />
      {depth > MAX_INDENT && <span class="depth-badge">+{depth - MAX_INDENT}</span>}
      {span && <KindIcon kind={toShownKind(span)} />}
      <span class={span ? "row-label" : "row-label muted"} title={span?.name}>
        {span && !span.wait && <span class="visually-hidden">{KINDS[span.kind].one} </span>}
        {verb !== undefined && <span class="muted">{verb} </span>}
        {difference === "other_model" ? `${pair.a?.label} → ${label}` : label}
      </span>
      {mark !== undefined && (
        <span class={difference === "outcome" ? "row-state state-error" : "row-state"}>
          {difference === "outcome" && <Icon name="error" size={12} />}
          <span class="mark-words">{mark}</span>
        </span>
      )}
      <span class="row-detail">
        <span>{toToldWords(pair)}</span>
      </span>
    </span>
  );
}

/** What the step says beside its name: once where both runs say the same. */
function toToldWords({ a, b }: StepPair): string {
  const [inA, inB] = [a, b].map((node) => node?.span && toTold(node.span));
  if (!a || !b || inA === inB) return inB ?? inA ?? "";
  return `${inA ?? "–"} → ${inB ?? "–"}`;
}
