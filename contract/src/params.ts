/** What the API takes in its queries. Apart from what it answers: a page reads answers alone. */
import * as v from "valibot";
import { RUN_STATUSES } from "./run.ts";
import { STEP_KINDS } from "./span.ts";

/** Most runs one page may hold. */
export const MAX_RUNS_LIMIT = 100;
/** Runs on a page when `limit` is not given. */
export const DEFAULT_RUNS_LIMIT = 20;
/** Latest moment that the API takes, in ms since the epoch: the end of the year 9999. Databases cannot read a longer year. */
export const MAX_TIME_MS = 253_402_300_799_999;

const toInteger = (from: number, to: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(from), v.maxValue(to));
const Time = toInteger(0, MAX_TIME_MS);
const Limit = toInteger(1, MAX_RUNS_LIMIT);
const Cursor = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Id = v.pipe(v.string(), v.uuid());

/**
 * Runs that are heard of no more, or all others. A lost run is `started`, so that `status` alone does not tell it from one that
 * goes on.
 */
const Lost = v.optional(v.boolean());

/** What a list of runs can be sorted by. */
export const RUN_SORTS = ["start", "duration", "tokens", "cost", "errors"] as const;
/** @see RUN_SORTS */
export type RunSort = (typeof RUN_SORTS)[number];

/** `desc` has the newest, longest, dearest first. */
export const RUN_ORDERS = ["desc", "asc"] as const;
/** @see RUN_ORDERS */
export type RunOrder = (typeof RUN_ORDERS)[number];

/** Longest name, fingerprint or text that runs are looked for by, in characters. */
export const MAX_FILTER_LENGTH = 1024;
/** Without NUL, which no database stores in a text. */
const Words = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_FILTER_LENGTH), v.excludes("\0"));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));

/** Filters of runs without a time. */
const RUN_FILTERS = {
  roomId: v.optional(Id),
  /** The user, by `entityId` of the summary. */
  entityId: v.optional(Id),
  status: v.optional(v.picklist(RUN_STATUSES)),
  lost: Lost,
  /** Name of an action, and of a model, that the run called. */
  action: v.optional(Words),
  model: v.optional(Words),
  /** Shortest duration without what was waited, in ms: a run that goes on has none. */
  minDuration: v.optional(Amount),
  /** Lowest cost, in US dollars. */
  minCost: v.optional(Amount),
  /** Of the cause. */
  fingerprint: v.optional(Words),
  /** Stands in the message, the error or the cause, in upper or lower case. */
  text: v.optional(Words),
};

/** Agents whose runs are asked for, where these are not named by the path; in a query each has an `agentId` of its own. */
const AGENTS = { agentId: v.optional(v.pipe(v.array(Id), v.minLength(1), v.maxLength(MAX_RUNS_LIMIT))) };

/**
 * Filters, order and paging of a list of runs. `from` and `to` bound `startedAt`, ms since the epoch, both inclusive. A run that goes on
 * counts as shorter than any other. `cursor` is the `nextCursor` of the page before, of the same sort and order; its form is private.
 */
export const ListRunsParams = v.object({
  ...RUN_FILTERS,
  from: v.optional(Time),
  to: v.optional(Time),
  /** @defaultValue "start" */
  sort: v.optional(v.picklist(RUN_SORTS)),
  /** @defaultValue "desc" */
  order: v.optional(v.picklist(RUN_ORDERS)),
  limit: v.optional(Limit),
  cursor: v.optional(Cursor),
});
export type ListRunsParams = v.InferOutput<typeof ListRunsParams>;

/** The same of the list over all agents, or some. */
export const ListAllRunsParams = v.object({ ...ListRunsParams.entries, ...AGENTS });
export type ListAllRunsParams = v.InferOutput<typeof ListAllRunsParams>;

/** Most buckets a chart may ask for. */
export const MAX_STATS_BUCKETS = 500;

/** Range of the charts: ms since the epoch, `from` inclusive, `to` exclusive, cut into `buckets` equal parts. */
export const RunStatsParams = v.object({
  from: Time,
  to: Time,
  buckets: v.optional(toInteger(1, MAX_STATS_BUCKETS)),
  ...RUN_FILTERS,
});
export type RunStatsParams = v.InferOutput<typeof RunStatsParams>;

/** The same over all agents, or some. */
export const AllRunStatsParams = v.object({ ...RunStatsParams.entries, ...AGENTS });
export type AllRunStatsParams = v.InferOutput<typeof AllRunStatsParams>;

/** Which failed runs are put together by their cause; `buckets` is the number of parts that the time is cut into. */
export const ListCausesParams = v.object({
  ...AGENTS,
  ...v.omit(ListRunsParams, ["status", "lost", "sort", "order", "limit", "cursor"]).entries,
  /** @defaultValue 24 */
  buckets: v.optional(toInteger(1, MAX_STATS_BUCKETS)),
});
export type ListCausesParams = v.InferOutput<typeof ListCausesParams>;

/** Range and filters of the sums of steps: those of the runs that the steps are of. */
export const StepStatsParams = v.omit(RunStatsParams, ["buckets"]);
export type StepStatsParams = v.InferOutput<typeof StepStatsParams>;

/** The same over all agents, or some. */
export const AllStepStatsParams = v.object({ ...StepStatsParams.entries, ...AGENTS });
export type AllStepStatsParams = v.InferOutput<typeof AllStepStatsParams>;

/** What the spans of a run or trace are searched for. */
export const SpanSearchParams = v.object({ text: Words });
export type SpanSearchParams = v.InferOutput<typeof SpanSearchParams>;

/** What a list of steps can be sorted by, the latest or the longest first. */
export const STEP_SORTS = ["start", "duration"] as const;
/** @see STEP_SORTS */
export type StepSort = (typeof STEP_SORTS)[number];

/** Which steps are listed: of runs that started in the range, ms since the epoch, `from` inclusive, `to` exclusive. */
export const ListStepsParams = v.object({
  ...AGENTS,
  from: Time,
  to: Time,
  kind: v.optional(v.picklist(STEP_KINDS)),
  name: v.optional(Words),
  /** Shortest duration, in ms: a step that goes on has none. */
  minDuration: v.optional(Amount),
  /** @defaultValue "start" */
  sort: v.optional(v.picklist(STEP_SORTS)),
  limit: v.optional(Limit),
});
export type ListStepsParams = v.InferOutput<typeof ListStepsParams>;

/** Whose rooms are listed. */
export const ListRoomsParams = v.object(AGENTS);
export type ListRoomsParams = v.InferOutput<typeof ListRoomsParams>;

/** Paging of the list of traces, with the same limits as that of runs. `cursor` is the `nextCursor` of the page before; its form is private. */
export const ListTracesParams = v.object({
  limit: v.optional(Limit),
  cursor: v.optional(Cursor),
});
export type ListTracesParams = v.InferOutput<typeof ListTracesParams>;
