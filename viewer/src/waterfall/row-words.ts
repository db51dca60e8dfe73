import type { RunSpan } from "@runline/contract";
import { formatCost } from "../format/format-cost.ts";
import { formatCount, formatPlural } from "../format/format-count.ts";
import type { SpanNode } from "../models/span-tree.ts";
import { splitStatus } from "../models/step-name.ts";

/** What a row says of its span. */
export interface RowWords {
  /** Beginning of the label that many rows share, such as the method of a request. */
  verb: string | undefined;
  label: string;
  /** What comes second: the first to stay when there is little room comes first. */
  words: string[];
}

/** The words that tell a row from others. `passedEnd` is when the run ended, if work went on after that. */
export function toRowWords({ span, label, children }: SpanNode, passedEnd = Infinity): RowWords {
  if (span === undefined) return { verb: undefined, label, words: [] };
  const { kind, detail, attempt, usage, startedAt } = span;
  const after = startedAt >= passedEnd ? ["after the run's end"] : [];
  if (kind === "infrastructure") return withWords(toCall(label, detail), after);
  const words = [
    ...(usage ? toUsageWords(usage) : []),
    ...(detail !== undefined && detail !== label ? [detail] : []),
    ...(attempt !== undefined ? [`attempt ${formatCount(attempt)}`] : []),
    ...countInside(kind, children),
    ...after,
  ];
  return { verb: undefined, label, words };
}

/**
 * A label of one word, such as a method, says nothing without where the call went; one of more words says it itself.
 *
 * @example toCall("POST", "tables.example.com/bookings 503") // { verb: "POST", label: "tables.example.com/bookings", words: ["503"] }
 */
function toCall(label: string, detail: string | undefined): RowWords {
  if (detail === undefined) return { verb: undefined, label, words: [] };
  const { place, status } = splitStatus(detail);
  const words = status === undefined ? [] : [status];
  if (place === "") return { verb: undefined, label, words };
  if (label.includes(" ")) return { verb: undefined, label, words: [place, ...words] };
  return { verb: label, label: place, words };
}

function withWords(row: RowWords, words: readonly string[]): RowWords {
  return { ...row, words: [...row.words, ...words] };
}

/** @example toUsageWords({ inputTokens: 812, outputTokens: 90, cost: 0.00018 }) // ["812 → 90 tok", "$0.00018"] */
function toUsageWords(usage: NonNullable<RunSpan["usage"]>): string[] {
  const { inputTokens, outputTokens, unsplitTokens, cost, costIsEstimated } = usage;
  const counts = [inputTokens, outputTokens, unsplitTokens].filter((count) => count !== undefined).map(formatCount);
  return [
    ...(counts.length > 0 ? [`${counts.join(" → ")} tok`] : []),
    ...(cost !== undefined ? [formatCost(cost, costIsEstimated)] : []),
  ];
}

const INSIDE: Partial<Record<RunSpan["kind"], { kind: RunSpan["kind"]; noun: string }>> = {
  composed_state: { kind: "context_provider", noun: "context provider" },
  plan: { kind: "action", noun: "action" },
};

function countInside(kind: RunSpan["kind"], children: readonly SpanNode[]): string[] {
  const inside = INSIDE[kind];
  if (inside === undefined) return [];
  const count = children.filter(({ span }) => span?.kind === inside.kind).length;
  return count > 0 ? [formatPlural(count, inside.noun)] : [];
}
