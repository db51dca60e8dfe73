/* oxlint-disable jsx-a11y/prefer-tag-over-role -- virtual rows stand at absolute places, which a table cannot */
import { formatClockOffset } from "../format/format-clock-offset.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { LOST_REASON } from "../format/format-status.ts";
import { formatUsage } from "../format/format-usage.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { SpanNode } from "../models/span-tree.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import type { WaterfallRow } from "../models/waterfall-rows.ts";
import { AttributionMark } from "../ui/attribution-mark.tsx";
import { DetailMark } from "../ui/detail-mark.tsx";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";
import { OtherAgentLink } from "../ui/other-agent-link.tsx";
import { SpanBar } from "./span-bar.tsx";

/** Deeper rows are not indented further but say how deep they are: the names must stay readable. */
const MAX_INDENT = 12;

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

/** Draws one line: name, duration, bar. */
export function WaterfallRowView({ row, index, top, height, model, onOpen, ...look }: WaterfallRowViewProps) {
  const { node, depth } = row;
  const { span } = node;
  const indent = Math.min(depth, MAX_INDENT);
  const isOther = span !== undefined && model.isOther(span);
  const isPale = span === undefined || isOther || span.detailOf !== undefined;
  const classes = [
    "waterfall-row",
    look.isActive && "is-active",
    look.isSelected && "is-selected",
    look.isDimmed && "is-dimmed",
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
      style={{ top: `${top}px`, height: `${height}px` }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest("a")) return;
        model.reveal(node.id);
        onOpen(node);
      }}
    >
      <span class="cell-name" role="rowheader" style={{ "--indent": indent }}>
        {row.childCount > 0 ? (
          <button
            type="button"
            class={row.isExpanded ? "fold is-open" : "fold"}
            tabIndex={-1}
            aria-label={row.isExpanded ? "Collapse" : "Expand"}
            onClick={(event) => {
              event.stopPropagation();
              model.toggle(node.id);
            }}
          >
            <Icon name="chevron" size={12} />
          </button>
        ) : (
          <span class="fold" />
        )}
        {depth > MAX_INDENT && <span class="depth-badge">+{depth - MAX_INDENT}</span>}
        {span && <KindIcon kind={span.kind} />}
        <span class={isPale ? "row-label muted" : "row-label"} title={span?.name}>
          {span && <span class="visually-hidden">{KINDS[span.kind].one} </span>}
          {node.label}
        </span>
        {span && <span class="row-detail">{toDetail(span, node, model.passedEnd.value)}</span>}
        {span?.detailOf !== undefined && <DetailMark />}
        {span?.otherAgent && isFirstOfAgent(node) && <OtherAgentLink agent={span.otherAgent} rowLabel={node.label} />}
        {span?.attribution === "low" && <AttributionMark isShort />}
        {span && span.state !== "ok" && (
          <span class={`row-state state-${span.state}`}>
            {span.state !== "open" && <Icon name={span.state} size={12} />}
            <span class="visually-hidden">{STATE_WORDS[span.state]}</span>
          </span>
        )}
        {row.hiddenErrors > 0 && (
          <span class="row-state state-error" title={`${formatPlural(row.hiddenErrors, "failed span")} inside`}>
            <Icon name="error" size={12} />
            {row.hiddenErrors}
            <span class="visually-hidden"> failed inside</span>
          </span>
        )}
      </span>
      <span class="cell-span-duration" role="gridcell">
        {span && toDurationText(span, model.now.value)}
      </span>
      <span class="cell-timeline" role="gridcell">
        {span && (
          <>
            <span class="visually-hidden">starts at {formatDuration(span.startedAt - model.extent.value.from)}</span>
            <SpanBar
              span={span}
              isOther={isOther}
              window={model.window.value}
              now={model.now.value}
              note={toNote(span)}
            />
          </>
        )}
      </span>
    </div>
  );
}

type Span = NonNullable<WaterfallRow["node"]["span"]>;

/** What is below the first span of another agent is that agent's too. */
function isFirstOfAgent({ span, parent }: SpanNode): boolean {
  return span?.otherAgent?.runId !== parent?.span?.otherAgent?.runId;
}

function toDurationText(span: Span, now: number): string {
  if (span.durationMs !== undefined) return formatDuration(span.durationMs);
  return span.state === "open" ? `${formatDuration(now - span.startedAt)}…` : "–";
}

/**
 * What tells a step from others of its name: what the span says, whether a model call repeats one, the size of a composed state, that it came after the end of the run, how far its clock is off.
 */
function toDetail(
  { kind, detail, attempt, startedAt, clockOffsetMs }: Span,
  { children, label, parent }: SpanNode,
  passedEnd = Infinity,
): string {
  const providers =
    kind === "composed_state" ? children.filter(({ span }) => span?.kind === "context_provider").length : 0;
  const details = [
    detail !== label && detail,
    attempt !== undefined && `attempt ${formatCount(attempt)}`,
    providers > 0 && formatPlural(providers, "context provider"),
    startedAt >= passedEnd && "after the run's end",
    clockOffsetMs !== undefined &&
      clockOffsetMs !== parent?.span?.clockOffsetMs &&
      `clock ${formatClockOffset(clockOffsetMs)}`,
  ];
  return details.filter((text) => typeof text === "string").join(" · ");
}

/** What stands beside the bar: what went wrong, else what the call cost. */
function toNote(span: Span): string | undefined {
  // The page says above the waterfall what failed the run.
  if (span.error !== undefined && span.kind !== "run") return span.error;
  if (span.state === "lost") return `lost: ${LOST_REASON}`;
  return span.kind === "model_call" && span.usage ? formatUsage(span.usage) : undefined;
}
