import { formatCost, formatRunCost } from "../format/format-cost.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatOffset } from "../format/format-offset.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import { toShownKind } from "../models/shown-kind.ts";
import type { SpanRow, SpanSums } from "../models/span-table.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";

/** A span in its place. */
interface SpanTableRowProps {
  row: SpanRow;
  index: number;
  model: WaterfallModel;
  /** Whether there is a column for tokens of which nothing tells more than their total. */
  hasUnsplit: boolean;
  isSelected: boolean;
  onSelect: (spanId: string) => void;
}

/** The line of a span: what it is, when, how long, what it used. A click anywhere chooses it. */
export function SpanTableRow({ row, index, model, hasUnsplit, isSelected, onSelect }: SpanTableRowProps) {
  const { span, selfMs } = row;
  const { spanId, kind, name, label, detail, state, startedAt, durationMs, usage, error } = span;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the button in the line is for the keyboard
    <tr
      aria-rowindex={index + 2}
      class={`is-${state}`}
      aria-current={isSelected ? "true" : undefined}
      onClick={() => onSelect(spanId)}
    >
      <th scope="row" class="cell-name" title={error ?? name}>
        <span class="span-words">
          <KindIcon kind={toShownKind(span)} />
          <button type="button" class="text-button">
            {!span.wait && <span class="visually-hidden">{KINDS[kind].one} </span>}
            {label || name}
          </button>
          {state !== "ok" && (
            <span class={`row-state state-${state}`}>
              {state !== "open" && <Icon name={state} size={12} />}
              {STATE_WORDS[state]}
            </span>
          )}
          {detail !== undefined && <span class="span-detail muted">{detail}</span>}
          {error !== undefined && <span class={`span-detail state-${state}`}>{error}</span>}
        </span>
      </th>
      <td class="number cell-start">{formatOffset(startedAt - model.origin.value)}</td>
      <td class="number cell-duration">{durationMs === undefined ? "–" : formatDuration(durationMs)}</td>
      <td class="number cell-self">{durationMs === undefined ? "–" : formatDuration(selfMs)}</td>
      <td class="number cell-input">{usage?.inputTokens !== undefined && formatCount(usage.inputTokens)}</td>
      <td class="number cell-output">{usage?.outputTokens !== undefined && formatCount(usage.outputTokens)}</td>
      {hasUnsplit && (
        <td class="number cell-unsplit">{usage?.unsplitTokens !== undefined && formatCount(usage.unsplitTokens)}</td>
      )}
      <td class="number cell-cost">{usage?.cost !== undefined && formatCost(usage.cost, usage.costIsEstimated)}</td>
    </tr>
  );
}

/** Sums in their place, below the columns. */
interface SpanSumsRowProps extends Pick<SpanTableRowProps, "index" | "hasUnsplit"> {
  sums: SpanSums;
}

/** The line that sums up those above it. */
export function SpanSumsRow({ sums, index, hasUnsplit }: SpanSumsRowProps) {
  const { spans, failed, selfMs, inputTokens, outputTokens, unsplitTokens, cost, isCostAtLeast, isCostEstimated } =
    sums;
  return (
    <tr aria-rowindex={index + 2}>
      <th scope="row" class="cell-name">
        Σ {formatPlural(spans, "span")}
        {failed > 0 && <span class="state-error"> {formatCount(failed)} failed</span>}
      </th>
      <td class="number cell-start">–</td>
      <td class="number cell-duration">–</td>
      <td class="number cell-self" title="Times without what is inside; what ran side by side counts for each">
        {formatDuration(selfMs)}
      </td>
      <td class="number cell-input">{inputTokens > 0 && formatCount(inputTokens)}</td>
      <td class="number cell-output">{outputTokens > 0 && formatCount(outputTokens)}</td>
      {hasUnsplit && <td class="number cell-unsplit">{unsplitTokens > 0 && formatCount(unsplitTokens)}</td>}
      <td class="number cell-cost">
        {cost !== undefined && formatRunCost({ usd: cost, atLeast: isCostAtLeast, estimated: isCostEstimated })}
      </td>
    </tr>
  );
}
