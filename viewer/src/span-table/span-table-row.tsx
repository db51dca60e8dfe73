import { formatCost, formatRunCost } from "../format/format-cost.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatOffset } from "../format/format-offset.ts";
import { STATE_WORDS } from "../format/state-words.ts";
import type { WaterfallModel } from "../models/create-waterfall-model.ts";
import type { SpanRow, SpanSums } from "../models/span-table.ts";
import { Icon } from "../ui/icon.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KINDS } from "../ui/kinds.ts";

/** A span in its place. */
interface SpanTableRowProps {
  row: SpanRow;
  index: number;
  model: WaterfallModel;
  isSelected: boolean;
  onSelect: (spanId: string) => void;
}

/** The line of a span: what it is, when, how long, what it used. A click anywhere chooses it. */
export function SpanTableRow({ row: { span, selfMs }, index, model, isSelected, onSelect }: SpanTableRowProps) {
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
          <KindIcon kind={kind} />
          <button type="button" class="text-button">
            <span class="visually-hidden">{KINDS[kind].one} </span>
            {label || name}
          </button>
          {state !== "ok" && (
            <span class={`row-state state-${state}`}>
              {state !== "open" && <Icon name={state} size={12} />}
              {STATE_WORDS[state]}
            </span>
          )}
          <span class={error === undefined ? "span-detail muted" : `span-detail state-${state}`}>
            {error ?? detail}
          </span>
        </span>
      </th>
      <td class="number cell-start">{formatOffset(startedAt - model.origin.value)}</td>
      <td class="number cell-duration">{durationMs === undefined ? "–" : formatDuration(durationMs)}</td>
      <td class="number cell-self">{durationMs === undefined ? "–" : formatDuration(selfMs)}</td>
      <td class="number cell-input">{usage?.inputTokens !== undefined && formatCount(usage.inputTokens)}</td>
      <td class="number cell-output">{usage?.outputTokens !== undefined && formatCount(usage.outputTokens)}</td>
      <td class="number cell-cost">{usage?.cost !== undefined && formatCost(usage.cost, usage.costIsEstimated)}</td>
    </tr>
  );
}

/** The line that sums up those above it. */
export function SpanSumsRow({ sums, index }: { sums: SpanSums; index: number }) {
  const { spans, failed, selfMs, inputTokens, outputTokens, cost, isCostAtLeast, isCostEstimated } = sums;
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
      <td class="number cell-cost">
        {(cost > 0 || isCostAtLeast) &&
          formatRunCost({ usd: cost, atLeast: isCostAtLeast, estimated: isCostEstimated })}
      </td>
    </tr>
  );
}
