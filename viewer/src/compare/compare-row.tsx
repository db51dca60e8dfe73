/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import type { RunSpan } from "@runline/contract";
import { formatChange } from "../format/format-change.ts";
import { formatCost } from "../format/format-cost.ts";
import { formatCount } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import type { StepPair } from "../models/align-siblings.ts";
import type { CompareModel } from "../models/create-compare-model.ts";
import { toDrawn, type SpanNode } from "../models/span-tree.ts";
import { toDifference } from "../models/step-differences.ts";
import { sumInside, type HiddenSums, type WaterfallRow } from "../models/waterfall-rows.ts";
import { MAX_INDENT } from "../waterfall/row-name.tsx";
import { SpanBar } from "../waterfall/span-bar.tsx";
import { CompareName } from "./compare-name.tsx";
import "../waterfall/waterfall-row.css";
import "./compare-row.css";

/** Id of the element of a row. */
export function toRowId(id: string): string {
  return `step-${id}`;
}

/** One line: a step of both runs, or of one. */
export interface CompareRowProps {
  row: WaterfallRow;
  pair: StepPair;
  index: number;
  top: number;
  height: number;
  model: CompareModel;
  isActive: boolean;
  isSelected: boolean;
  onOpen: (node: SpanNode) => void;
}

/** Draws one line: name, both bars, both durations, and how much more B took and used. */
export function CompareRow({ row, pair, index, top, height, model, isActive, isSelected, onOpen }: CompareRowProps) {
  const { node, depth } = row;
  const difference = toDifference(pair);
  const now = model.now.value;
  const [usedA, usedB] = [toUsed(pair.a), toUsed(pair.b)];
  const isEstimated = usedA.costIsEstimated || usedB.costIsEstimated;
  const longerMs = toLongerMs(pair);
  const isMissing = difference === "only_a" || difference === "only_b";
  const classes = ["waterfall-row compare-row", isActive && "is-active", isSelected && "is-selected"];
  return (
    // The keys of a row are those of the grid, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={toRowId(node.id)}
      class={classes.filter(Boolean).join(" ")}
      data-difference={difference}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblingCount}
      aria-expanded={row.childCount > 0 ? row.isExpanded : undefined}
      aria-selected={isSelected}
      style={{ top: `${top}px`, height: `${height}px`, "--indent": Math.min(depth, MAX_INDENT) }}
      onClick={() => {
        model.reveal(node.id);
        onOpen(node);
      }}
    >
      <CompareName row={row} pair={pair} difference={difference} onToggle={() => model.toggle(node.id)} />
      <Track side="a" node={pair.a} row={row} model={model} />
      <Track side="b" node={pair.b} row={row} model={model} />
      <Length side="a" span={pair.a?.span} now={now} />
      <Length side="b" span={pair.b?.span} now={now} />
      <span
        class={`cell-change${difference === "outcome" && longerMs !== undefined && longerMs > 0 ? " error-text" : ""}`}
        role="gridcell"
      >
        {isMissing ? `only in ${pair.a ? "A" : "B"}` : longerMs !== undefined && formatChange(longerMs, formatDuration)}
      </span>
      <span class="cell-tokens" role="gridcell">
        {usedA.tokens !== usedB.tokens && formatChange(usedB.tokens - usedA.tokens, formatCount)}
      </span>
      <span class="cell-cost" role="gridcell">
        {usedA.cost !== usedB.cost && formatChange(usedB.cost - usedA.cost, (usd) => formatCost(usd, isEstimated))}
      </span>
    </div>
  );
}

interface TrackProps {
  side: "a" | "b";
  node: SpanNode | undefined;
  row: WaterfallRow;
  model: CompareModel;
}

/** The bar of one run; a dashed line where the run has no such step. */
function Track({ side, node, row, model }: TrackProps) {
  return (
    <span class={`cell-track of-${side}`} role="gridcell">
      <span class="track">
        {node ? (
          toDrawn(node).map(
            (each) =>
              each.span && (
                <SpanBar
                  key={each.id}
                  span={each.span}
                  isOther={each.span.otherAgent !== undefined}
                  isParent={row.isExpanded && each === node && node.children.length > 0}
                  isCulprit={model.isCulprit(each)}
                  scale={model.scales.value[side]}
                  now={model.now.value}
                  solidUntil={undefined}
                />
              ),
          )
        ) : (
          <span class="track-none" />
        )}
      </span>
    </span>
  );
}

function Length({ side, span, now }: { side: "a" | "b"; span: RunSpan | undefined; now: number }) {
  const isWrong = span?.state === "error" || span?.state === "timeout";
  return (
    <span class={`cell-length of-${side}${isWrong ? ` state-${span.state}` : ""}`} role="gridcell">
      {span ? formatLength(span, now) : "–"}
    </span>
  );
}

function formatLength({ durationMs, state, startedAt }: RunSpan, now: number): string {
  if (durationMs !== undefined) return formatDuration(durationMs);
  return state === "open" ? `${formatDuration(now - startedAt)}…` : "no end";
}

function toLongerMs({ a, b }: StepPair): number | undefined {
  const [before, after] = [a?.span?.durationMs, b?.span?.durationMs];
  return before === undefined || after === undefined ? undefined : after - before;
}

/** What a step used with all that is inside; nothing for a step that is not there. */
function toUsed(node: SpanNode | undefined): Omit<HiddenSums, "errors"> {
  if (!node) return { tokens: 0, cost: 0, costIsEstimated: false };
  const {
    inputTokens = 0,
    outputTokens = 0,
    unsplitTokens = 0,
    cost = 0,
    costIsEstimated = false,
  } = node.span?.usage ?? {};
  const inside = sumInside(node);
  return {
    tokens: inside.tokens + inputTokens + outputTokens + unsplitTokens,
    cost: inside.cost + cost,
    costIsEstimated: inside.costIsEstimated || costIsEstimated,
  };
}
