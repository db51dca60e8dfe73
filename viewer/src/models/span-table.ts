import type { RunSpan } from "@runline/contract";
import { toShownKind, type ShownKind } from "./shown-kind.ts";

/** What spans can be sorted by. */
export const SPAN_SORTS = ["name", "start", "duration", "self", "input", "output", "unsplit", "cost"] as const;
/** @see SPAN_SORTS */
export type SpanSort = (typeof SPAN_SORTS)[number];

/** States that a table is narrowed to. */
export const STATE_FILTERS = ["all", "failed", "open"] as const;
/** @see STATE_FILTERS */
export type StateFilter = (typeof STATE_FILTERS)[number];

/** A span with its time without what is inside. */
export interface SpanRow {
  span: RunSpan;
  selfMs: number;
}

/** Which spans are shown. */
export interface SpanFilter {
  hiddenKinds: ReadonlySet<ShownKind>;
  /** Ids of those that match the search; `undefined` without one. */
  matches: ReadonlySet<string> | undefined;
  state: StateFilter;
}

/** How spans are sorted. */
export interface SpanOrdering {
  sort: SpanSort;
  isAscending: boolean;
}

/** The spans that are shown, in their order; of those that are equal the first one first. What has no value stands last either way. */
export function toSpanRows(
  spans: readonly RunSpan[],
  { hiddenKinds, matches, state }: SpanFilter,
  { sort, isAscending }: SpanOrdering,
  toSelfMs: (spanId: string) => number,
): SpanRow[] {
  const rows = spans
    .filter((span) => !hiddenKinds.has(toShownKind(span)) && (matches?.has(span.spanId) ?? true))
    .filter((span) => state === "all" || (state === "failed" ? hasFailed(span) : span.state === "open"))
    .map((span) => ({ span, selfMs: toSelfMs(span.spanId) }));
  const sign = isAscending ? 1 : -1;
  if (sort === "name")
    return rows.sort((a, b) => sign * compare(a.span.label || a.span.name, b.span.label || b.span.name));
  const read = VALUES[sort];
  return rows.sort((a, b) => {
    const [left, right] = [read(a), read(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return sign * (left - right);
  });
}

const VALUES: Record<Exclude<SpanSort, "name">, (row: SpanRow) => number | undefined> = {
  start: ({ span }) => span.startedAt,
  duration: ({ span }) => span.durationMs,
  self: ({ selfMs }) => selfMs,
  input: ({ span }) => span.usage?.inputTokens,
  output: ({ span }) => span.usage?.outputTokens,
  unsplit: ({ span }) => span.usage?.unsplitTokens,
  cost: ({ span }) => span.usage?.cost,
};

/** Whether the span failed or ran out of time. */
function hasFailed({ state }: RunSpan): boolean {
  return state === "error" || state === "timeout";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What rows took and used together, counted as their run counts: what another agent or a caller used is theirs. */
export interface SpanSums {
  spans: number;
  failed: number;
  selfMs: number;
  inputTokens: number;
  outputTokens: number;
  /** Of calls that tell nothing but their total. */
  unsplitTokens: number;
  /** `undefined` where no call has one. */
  cost: number | undefined;
  /** Whether a model call that tells its tokens does not tell its price. */
  isCostAtLeast: boolean;
  /** Whether some of `cost` is by a price list. */
  isCostEstimated: boolean;
}

/** Sums rows up. Their times are those without what is inside, which is another row's: nothing counts twice but what ran side by side. */
export function sumSpanRows(rows: readonly SpanRow[]): SpanSums {
  const sums: SpanSums = {
    spans: 0,
    failed: 0,
    selfMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    unsplitTokens: 0,
    cost: undefined,
    isCostAtLeast: false,
    isCostEstimated: false,
  };
  for (const { span, selfMs } of rows) {
    sums.spans += 1;
    if (hasFailed(span)) sums.failed += 1;
    sums.selfMs += selfMs;
    if (span.usage === undefined || span.otherAgent !== undefined || span.caller) continue;
    const { inputTokens = 0, outputTokens = 0, unsplitTokens = 0, cost, costIsEstimated = false } = span.usage;
    sums.inputTokens += inputTokens;
    sums.outputTokens += outputTokens;
    sums.unsplitTokens += unsplitTokens;
    if (cost !== undefined) sums.cost = (sums.cost ?? 0) + cost;
    sums.isCostEstimated ||= costIsEstimated;
    // What says no price says its tokens: a usage has one or the other.
    sums.isCostAtLeast ||= span.kind === "model_call" && cost === undefined;
  }
  return sums;
}
