/** Sums over a range of time: of runs, of their steps by name, and the steps one by one. */
import * as v from "valibot";
import { RunCost, RunTokens } from "./run.ts";
import { STEP_KINDS } from "./span.ts";

/** How far a percentile of the stats may be from the exact one, as a part of that: durations are counted in steps of 4 %. */
export const PERCENTILE_ERROR = 0.02;

/**
 * Durations in ms that half, 95 % and 99 % of what has ended stayed within: the nearest that occurred, by rank, at most
 * {@link PERCENTILE_ERROR} off. `max` is the longest, as it was.
 *
 * @example { p50: 1204.5, p95: 6110.2, p99: 9032.8, max: 12430.118 }
 */
export const DurationPercentiles = v.object({ p50: v.number(), p95: v.number(), p99: v.number(), max: v.number() });
export type DurationPercentiles = v.InferOutput<typeof DurationPercentiles>;

/** What was used: absent is what nothing tells of. */
const Usage = {
  /** Absent when nothing of it has ended. */
  durationMs: v.optional(DurationPercentiles),
  tokens: v.optional(RunTokens),
  cost: v.optional(RunCost),
};

/**
 * Runs by status, how long they took without what they waited for a person or another system, and what they used. `lost` says how many
 * of the started ones are heard of no more.
 */
export const RunSums = v.object({
  started: v.number(),
  lost: v.number(),
  completed: v.number(),
  timeout: v.number(),
  error: v.number(),
  ...Usage,
});
export type RunSums = v.InferOutput<typeof RunSums>;

/** Runs that started in one part of the range. `startedAt` is the start of the part. */
export const RunStatsBucket = v.object({ startedAt: v.number(), ...RunSums.entries });
export type RunStatsBucket = v.InferOutput<typeof RunStatsBucket>;

/** Answer of `GET …/stats`; empty parts are present with zeros. `total` is of the whole range. */
export const RunStats = v.object({
  bucketMs: v.number(),
  buckets: v.array(RunStatsBucket),
  total: v.optional(RunSums),
});
export type RunStats = v.InferOutput<typeof RunStats>;

/** Runs whose steps are not all counted: of more than 2,000 steps, or stored by a version that kept none. */
export const StepsCut = v.object({ runs: v.number() });
export type StepsCut = v.InferOutput<typeof StepsCut>;

/** The steps of one kind and name: how many there were, and how many of them failed. */
export const StepSums = v.object({
  kind: v.picklist(STEP_KINDS),
  /** The model that was asked for, the action, the evaluator. */
  name: v.string(),
  steps: v.number(),
  errors: v.number(),
  ...Usage,
});
export type StepSums = v.InferOutput<typeof StepSums>;

/**
 * Answer of `GET …/stats/steps`: the steps of the runs that started in the range, by kind and name, most often first. `more` says
 * how many names are left out, or at least how many: of more than 10,000 in one stretch of time the rarest are not looked at.
 */
export const StepStats = v.object({ steps: v.array(StepSums), more: v.number(), cut: v.optional(StepsCut) });
export type StepStats = v.InferOutput<typeof StepStats>;

/**
 * One step of a run, with where it is to be found.
 *
 * @example { agentId: "5f1d…", runId: "0a4f3c1e-…", spanId: "b7ad6b7169203331", kind: "model_call", name: "gpt-4o", state: "ok", … }
 */
export const StepSummary = v.object({
  agentId: v.string(),
  runId: v.string(),
  spanId: v.string(),
  kind: v.picklist(STEP_KINDS),
  name: v.string(),
  /** `open` while nothing tells of its end. */
  state: v.picklist(["open", "ok", "error", "timeout"]),
  startedAt: v.number(),
  durationMs: v.optional(v.number()),
  tokens: v.optional(RunTokens),
  /** US dollars. */
  cost: v.optional(v.number()),
  /** `true` when the price was computed from tokens and a price list. */
  costIsEstimated: v.optional(v.boolean()),
});
export type StepSummary = v.InferOutput<typeof StepSummary>;

/**
 * Answer of `GET /api/steps`. The newest 20,000 runs of the range are looked at; where there are more, a request with `to` =
 * `searchedTo` goes on. `hasMore` says that more steps of the runs that were looked at match than `limit` takes.
 */
export const StepList = v.object({
  steps: v.array(StepSummary),
  hasMore: v.boolean(),
  searchedTo: v.optional(v.number()),
  cut: v.optional(StepsCut),
});
export type StepList = v.InferOutput<typeof StepList>;
