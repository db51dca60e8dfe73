import { toTimestamp } from "../database/timestamps.ts";
import type { FoldedTrace } from "../fold/fold-result.ts";
import type { RunKey } from "../records/run-record.ts";
import { toMs } from "./run-columns.ts";

/** A row of `folds` as the queries give it; times are ms since the epoch. */
export interface FoldRow {
  foldKey: string;
  version: number;
  dirty: boolean;
  /** Spans, open ones included, and log records. Of a fold that is dirty, repetitions may be counted. */
  spans: number;
  /** How many of these are log records, when the fold was last folded. */
  logRecords: number;
  /** Keys of `logs` under which its rows are. */
  logKeys: string[];
  /** Traces in which its spans are, as UUIDs. */
  traceKeys: string[];
  /** Whether runs with keys of their own live in this trace. */
  hostsRuns: boolean;
  /** Parents of its spans that are none of its spans, as `trace/span`; null when these are too many. */
  missingParents: string[] | null;
  /** First and last start of a span; null when there is none. */
  firstStartAt: number | null;
  lastStartAt: number | null;
  /** When a span last came, by the database's clock. */
  lastSeenAt: number;
  runs: RunKey[];
}

/** Where the spans of some folds are. */
export type FoldPlace = Pick<FoldRow, "foldKey" | "logKeys" | "firstStartAt" | "lastStartAt">;

/** The columns of a `FoldRow`. */
export const FOLD_COLUMNS = `
  fold_key as "foldKey", version, dirty, spans, log_records as "logRecords", log_keys as "logKeys", trace_ids as "traceKeys",
  hosts_runs as "hostsRuns", missing_parents as "missingParents",
  ${toMs("first_start_at")} as "firstStartAt", ${toMs("last_start_at")} as "lastStartAt",
  ${toMs("last_seen_at")} as "lastSeenAt", runs`;

/** Keys as one text, to be read as `uuid[]`: arrays of several lengths make no array of arrays. */
export function toKeyList(keys: readonly string[]): string {
  return `{${keys.join(",")}}`;
}

/** A trace that is not a run, as a list shows it. */
export type TraceRow = { traceKey: string; spans: number; endedAt: number | null } & Omit<FoldedTrace, "endedAt">;

/** Most spans that are read at once: 100 000 are drawn, a runaway loop must not fill the memory. */
export const MAX_FOLD_ROWS = 200_000;

/** Rows of the folds `$2` under their keys `$1`, in the days from `$3` to `$4`. */
export const IS_OF_FOLDS =
  "run_id = any($1::uuid[]) and fold_key = any($2::uuid[]) and started_at >= $3::timestamptz and started_at <= $4::timestamptz";

/** The parameters of `IS_OF_FOLDS`; `undefined` when the folds have no spans. */
export function toFoldValues(
  folds: readonly FoldPlace[],
): [logKeys: string[], foldKeys: string[], from: string, to: string] | undefined {
  const starts = folds.flatMap(({ firstStartAt, lastStartAt }) => [firstStartAt ?? [], lastStartAt ?? []].flat());
  if (starts.length === 0) return undefined;
  let [first = 0] = starts;
  let last = first;
  for (const at of starts) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  const logKeys = [...new Set(folds.flatMap((fold) => fold.logKeys))];
  return [logKeys, folds.map((fold) => fold.foldKey), toTimestamp(first), toTimestamp(last)];
}
