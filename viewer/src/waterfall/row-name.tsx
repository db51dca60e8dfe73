/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import { formatCost } from "../format/format-cost.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { toShownKind } from "../models/shown-kind.ts";
import type { SpanNode } from "../models/span-tree.ts";
import type { HiddenSums, WaterfallRow } from "../models/waterfall-rows.ts";
import { AttributionMark } from "../ui/attribution-mark.tsx";
import { DetailMark } from "../ui/detail-mark.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { OtherAgentLink } from "../ui/other-agent-link.tsx";
import { FoldButton } from "./fold-button.tsx";
import { toRowWords } from "./row-words.ts";

/** Deeper rows are not indented further but say how deep they are: the names must stay readable. */
export const MAX_INDENT = 12;

/** A row, and whether its step failed by itself and not because of one inside it. */
export interface RowNameProps {
  row: WaterfallRow;
  model: WaterfallModel;
  isCulprit: boolean;
}

/** The first cell of a row: what the step is, what tells it from others, and its marks. */
export function RowName({ row, model, isCulprit }: RowNameProps) {
  const { node, depth, hidden } = row;
  const { span } = node;
  const { verb, label, words } = toRowWords(node, model.passedEnd.value);
  const isPale = span === undefined || model.isOther(span) || span.detailOf !== undefined;
  return (
    <span class="cell-name" role="rowheader">
      <FoldButton isOpen={row.childCount > 0 ? row.isExpanded : undefined} onToggle={() => model.toggle(node.id)} />
      {depth > MAX_INDENT && <span class="depth-badge">+{depth - MAX_INDENT}</span>}
      {span && <KindIcon kind={toShownKind(span)} />}
      <span class={isPale ? "row-label muted" : "row-label"} title={span?.name}>
        {span && !span.wait && <span class="visually-hidden">{KINDS[span.kind].one} </span>}
        {verb !== undefined && <span class="muted">{verb} </span>}
        {label}
      </span>
      {node.tries !== undefined && <span class="row-count">{formatCount(node.tries)} tries</span>}
      {hidden && isSumShown(node, hidden) && <span class="row-sum">Σ {formatSums(hidden)}</span>}
      {span?.detailOf !== undefined && <DetailMark />}
      {span?.otherAgent && isFirstOfAgent(node) && <OtherAgentLink agent={span.otherAgent} rowLabel={node.label} />}
      {span?.attribution === "low" && <AttributionMark isShort />}
      {span && span.state !== "ok" && (
        <span class={`row-state state-${span.state}`}>
          {span.state !== "open" && <Icon name={toMark(span.state, isCulprit)} size={12} />}
          <span class="visually-hidden">{STATE_WORDS[span.state]}</span>
        </span>
      )}
      {hidden !== undefined && hidden.errors > 0 && node.tries === undefined && (
        <span class="row-state state-error" title={`${formatPlural(hidden.errors, "failed span")} inside`}>
          <Icon name="error" size={12} />
          {hidden.errors}
          <span class="visually-hidden"> failed inside</span>
        </span>
      )}
      {words.length > 0 && (
        <span class="row-detail">
          {words.map((word) => (
            <span key={word}> {word}</span>
          ))}
        </span>
      )}
      <ParallelMark atOnce={model.parallel.value.get(node.id)} />
    </span>
  );
}

/** On a step that ran at the same time as others beside it. */
function ParallelMark({ atOnce }: { atOnce: number | undefined }) {
  if (atOnce === undefined) return null;
  return (
    <span class="row-count" title={`One of ${formatCount(atOnce)} steps at the same time`}>
      <span aria-hidden="true">∥ {formatCount(atOnce)}</span>
      <span class="visually-hidden"> one of {formatCount(atOnce)} at the same time</span>
    </span>
  );
}

/** A step that failed because of one inside it has a thin mark: the eye is to find the other one. */
function toMark(state: "lost" | "error" | "timeout", isCulprit: boolean): IconName {
  return state === "error" && !isCulprit ? "close" : state;
}

/** A call says what it used itself. */
function isSumShown({ span }: SpanNode, { tokens }: HiddenSums): boolean {
  return tokens > 0 && span?.usage === undefined;
}

function formatSums({ tokens, cost, costIsEstimated }: HiddenSums): string {
  return `${formatCount(tokens)} tok${cost > 0 ? ` · ${formatCost(cost, costIsEstimated)}` : ""}`;
}

/** What is below the first span of another agent is that agent's too. */
function isFirstOfAgent({ span, parent }: SpanNode): boolean {
  return span?.otherAgent?.runId !== parent?.span?.otherAgent?.runId;
}
