import { toTimestamp } from "../database/timestamps.ts";
import type { FoldTokens } from "../fold/fold-span.ts";
import { toRunCondition, type AddParameter, type RunFilter } from "./run-filter.ts";

/** The column of each kind of tokens, on runs and on their steps. */
const TOKEN_COLUMNS: Record<keyof FoldTokens, string> = {
  input: "input_tokens",
  output: "output_tokens",
  cachedInput: "cached_input_tokens",
  cacheWriteInput: "cache_write_input_tokens",
  reasoning: "reasoning_tokens",
  audioInput: "audio_input_tokens",
  audioOutput: "audio_output_tokens",
  unsplit: "unsplit_tokens",
};

/** No call has so many tokens, or costs so much: what is added up must stay a number. */
const MAX_AMOUNT = 1e15;

/** Tokens or a price as they are kept. */
export function toAmount(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.min(value, MAX_AMOUNT);
}

/**
 * What some runs or steps used and how long they took. Tokens of which nothing tells are null; rollups of an earlier version lack what
 * that one did not know.
 */
export interface UsageSums {
  /** How many durations are in each bin; null when nothing has ended. Bin n begins at `BIN_RATIO` to the power of n, in ms. */
  durations: Record<string, number> | null;
  shortest: number | null;
  longest: number | null;
  tokens: { [kind in keyof FoldTokens]?: number | null };
  /** US dollars; 0 where no price is known. */
  usd: number;
  /** Whether of a model call that used tokens no price is known. */
  unpriced: boolean;
  /** Whether some of `usd` is by a price list. */
  estimated?: boolean;
}

/** Each bin is so much longer than the one before: the middle of a bin is at most 2 % off what is in it. */
export const BIN_RATIO = 1.04;
/** Nothing is shorter than a µs, which is the finest that spans tell. */
const SHORTEST_MS = 0.001;

/** The bin of a duration, in ms; null when that is null. */
export const toBin = (ms: string) =>
  `floor(ln(case when ${ms} < ${SHORTEST_MS} then ${SHORTEST_MS} else ${ms} end) / ln(${BIN_RATIO}::float8))::int`;

/** An expression for each kind of tokens, in a list. */
export function listTokens(write: (kind: string, column: string) => string): string {
  return Object.entries(TOKEN_COLUMNS)
    .map(([kind, column]) => write(kind, column))
    .join(", ");
}

/** The sums of rows of one bin, to be summed up once more by `OUTER_SUMS`. */
export const toInnerSums = ({ duration, usd }: { duration: string; usd: string }) => `
  count(*) as size, min(${duration}) as shortest, max(${duration}) as longest,
  ${listTokens((_, column) => `sum(${column}) as ${column}`)}, coalesce(sum(${usd}), 0) as usd,
  bool_or(unpriced) as unpriced, coalesce(bool_or(estimated), false) as estimated`;

/** The columns of `UsageSums`. */
export const OUTER_SUMS = `
  json_object_agg(bin, size) filter (where bin is not null) as durations, min(shortest) as shortest, max(longest) as longest,
  json_build_object(${listTokens((kind, column) => `'${kind}', sum(${column})`)}) as tokens,
  sum(usd) as usd, bool_or(unpriced) as unpriced, bool_or(estimated) as estimated`;

/** A piece of time, ms since the epoch: from its start on, without its end. */
export type Spell = readonly [from: number, to: number];

/** Which runs are summed up. */
export interface SummedRuns {
  /** When they started, one spell at least; none overlaps another. */
  spells: readonly Spell[];
  /** What else a run must be. */
  filter: Omit<RunFilter, "from" | "to">;
}

/**
 * Whether a run is one of them. The spells stand side by side, so that each is looked for in an index by time: joined with a list of
 * them, all runs were read once for each.
 */
export function isSummed({ spells, filter }: SummedRuns, add: AddParameter): string {
  const within = spells.map(([from, to]) => {
    const [start, end] = [from, to].map((at) => `${add(toTimestamp(at))}::timestamptz`);
    return `(started_at >= ${start} and started_at < ${end})`;
  });
  return `(${within.join(" or ")}) and ${toRunCondition(filter, add)}`;
}
