/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import { formatClockOffset } from "../format/format-clock-offset.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatOffset } from "../format/format-offset.ts";
import { LOST_REASON } from "../format/format-status.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import type { SecondLine } from "../models/second-line.ts";
import { toDrawn, type SpanNode } from "../models/span-tree.ts";
import type { WaterfallRow } from "../models/waterfall-rows.ts";
import { MAX_INDENT, RowName } from "./row-name.tsx";
import { CriticalStretch } from "./critical-stretch.tsx";
import { LogMarks } from "./log-marks.tsx";
import { SpanBar } from "./span-bar.tsx";
import "./waterfall-row.css";

/** Id of the row's element. */
export function toRowId(id: string): string {
  return `row-${id}`;
}

/** One line of the waterfall. */
export interface WaterfallRowViewProps {
  row: WaterfallRow;
  index: number;
  top: number;
  height: number;
  model: WaterfallModel;
  isActive: boolean;
  isSelected: boolean;
  /** Leaves a row that does not match the search in its place, but pale. */
  isDimmed: boolean;
  onOpen: (node: SpanNode) => void;
}

/** Draws one line: name, duration, bar, and below them what is wrong with the step, if something is. */
export function WaterfallRowView({ row, index, top, height, model, onOpen, ...look }: WaterfallRowViewProps) {
  const { node, depth } = row;
  const { span } = node;
  const isCulprit = model.isCulprit(node);
  const secondLine = model.toSecondLine(row);
  const classes = [
    "waterfall-row",
    look.isActive && "is-active",
    look.isSelected && "is-selected",
    look.isDimmed && "is-dimmed",
    secondLine && "has-second-line",
  ];
  return (
    // The keys of a row are those of the grid, which has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={toRowId(node.id)}
      class={classes.filter(Boolean).join(" ")}
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblingCount}
      aria-expanded={row.childCount > 0 ? row.isExpanded : undefined}
      aria-selected={look.isSelected}
      style={{ top: `${top}px`, height: `${height}px`, "--indent": Math.min(depth, MAX_INDENT) }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) return;
        model.reveal(node.id);
        onOpen(node);
      }}
    >
      <RowName row={row} model={model} isCulprit={isCulprit} />
      <span class={`cell-span-duration${isCulprit ? ` state-${span?.state}` : ""}`} role="gridcell">
        {span && toDurationText(span, model.now.value)}
      </span>
      <span class="cell-timeline" role="gridcell">
        {span && (
          <>
            <span class="visually-hidden">starts at {formatOffset(span.startedAt - model.origin.value)}</span>
            <Bars row={row} model={model} />
            {model.criticalPath.value?.get(node.id)?.map((stretch) => (
              <CriticalStretch key={stretch.from} stretch={stretch} scale={model.scale.value} />
            ))}
            <LogMarks span={span} scale={model.scale.value} />
          </>
        )}
      </span>
      {span && secondLine && (
        <span class={`second-line is-${secondLine} state-${span.state}`} role="gridcell">
          {toReason(span, secondLine)}
        </span>
      )}
    </div>
  );
}

/** The bar of a step; of several tries that of each. */
function Bars({ row: { node, isExpanded }, model }: Pick<WaterfallRowViewProps, "row" | "model">) {
  return toDrawn(node).map(
    (each) =>
      each.span && (
        <SpanBar
          key={each.id}
          span={each.span}
          isOther={model.isOther(each.span)}
          isParent={isExpanded && each === node}
          isCulprit={each !== node || model.isCulprit(each)}
          scale={model.scale.value}
          now={model.now.value}
          solidUntil={(each.span.state === "lost" ? model.lastHeard : model.passedEnd).value}
        />
      ),
  );
}

type Span = NonNullable<SpanNode["span"]>;

function toDurationText(span: Span, now: number): string {
  if (span.durationMs !== undefined) return formatDuration(span.durationMs);
  return span.state === "open" ? `${formatDuration(now - span.startedAt)}…` : "no end";
}

function toReason({ error = "", clockOffsetMs = 0 }: Span, secondLine: SecondLine): string {
  if (secondLine === "clock") return `Clock ${formatClockOffset(clockOffsetMs)}`;
  if (secondLine === "no_end") return `No end received: ${LOST_REASON}`;
  return error;
}
