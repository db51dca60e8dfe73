import { readUuid, RUN_STATUSES, type ListRunsParams } from "@runline/contract";

/** Names of the time ranges that move on with the clock, shortest first. */
export const RANGE_NAMES = ["15m", "1h", "24h", "7d"] as const;
/** @see RANGE_NAMES */
export type RangeName = (typeof RANGE_NAMES)[number];

/** A stretch of time up to now: its length and its words, on a button and in a sentence. */
interface Range {
  lengthMs: number;
  word: string;
  sentence: string;
}

/** @see RANGE_NAMES */
export const RANGES: Record<RangeName, Range> = {
  "15m": { lengthMs: 900_000, word: "15 min", sentence: "last 15 minutes" },
  "1h": { lengthMs: 3_600_000, word: "1 h", sentence: "last hour" },
  "24h": { lengthMs: 86_400_000, word: "24 h", sentence: "last 24 hours" },
  "7d": { lengthMs: 604_800_000, word: "7 d", sentence: "last 7 days" },
};

/** What runs look like: their status, and apart from it those that have not ended and are heard of no more. */
export const STATUS_FILTERS = [...RUN_STATUSES, "lost"] as const;
/** @see STATUS_FILTERS */
type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Runs on one page of the list. */
export const PAGE_SIZE = 50;

/** What the list shows. Without `range`, `from` and `to`: all times. Times are ms since the epoch. */
export interface ListFilter {
  roomId?: string;
  status?: StatusFilter;
  range?: RangeName;
  from?: number;
  to?: number;
  /** Which page; missing on the first one. */
  cursor?: string;
}

function toTime(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Reads the filter from the query of the URL. What is malformed is left out: a mistyped link shows more, never an error.
 *
 * @example toListFilter({ status: "error", range: "1h" }) // { status: "error", range: "1h" }
 */
export function toListFilter(query: Record<string, string>): ListFilter {
  const filter: ListFilter = {};
  const roomId = readUuid(query["room"]);
  if (roomId !== undefined) filter.roomId = roomId;
  const status = STATUS_FILTERS.find((known) => known === query["status"]);
  if (status) filter.status = status;
  const from = toTime(query["from"]);
  const to = toTime(query["to"]);
  const range = RANGE_NAMES.find((known) => known === query["range"]);
  if (from !== undefined && to !== undefined && from > to) return toListFilter({ ...query, from: "", to: "" });
  if (from !== undefined) filter.from = from;
  if (to !== undefined) filter.to = to;
  if (from === undefined && to === undefined && range) filter.range = range;
  if (query["cursor"]) filter.cursor = query["cursor"];
  return filter;
}

/** The query string of a filter, with its `?`; empty for no filter. The inverse of {@link toListFilter}. */
export function fromListFilter(filter: ListFilter): string {
  const query = new URLSearchParams();
  if (filter.roomId !== undefined) query.set("room", filter.roomId);
  if (filter.status !== undefined) query.set("status", filter.status);
  if (filter.range !== undefined) query.set("range", filter.range);
  if (filter.from !== undefined) query.set("from", String(filter.from));
  if (filter.to !== undefined) query.set("to", String(filter.to));
  if (filter.cursor !== undefined) query.set("cursor", filter.cursor);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** A moving range moves on in so many steps, because every other beginning is another query. */
const STEPS = 60;

function toStep(time: number, stepMs: number): number {
  return Math.floor(time / stepMs) * stepMs;
}

/** The parameters of the API for a filter. A moving range begins up to a sixtieth of its length before `now` minus its length. */
export function toListRunsParams(filter: ListFilter, now: number): ListRunsParams {
  const { roomId, status, range, from, to, cursor } = filter;
  const lengthMs = range && RANGES[range].lengthMs;
  const begin = lengthMs === undefined ? from : toStep(now, lengthMs / STEPS) - lengthMs;
  return {
    limit: PAGE_SIZE,
    ...(roomId === undefined ? {} : { roomId }),
    ...toStatusParams(status),
    ...(begin === undefined ? {} : { from: begin }),
    ...(to === undefined ? {} : { to }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** For the API a lost run is a started one. */
function toStatusParams(status: StatusFilter | undefined): Pick<ListRunsParams, "status" | "lost"> {
  if (status === undefined) return {};
  if (status === "lost") return { lost: true };
  return status === "started" ? { status, lost: false } : { status };
}

/** `true` when the filter leaves runs out (a page is no filter). */
export function isNarrowing(filter: ListFilter): boolean {
  return Object.keys(dropFromFilter(filter, "cursor")).length > 0;
}

/** The filter without some of its parts. @example dropFromFilter(filter, "cursor", "range", "from", "to") */
export function dropFromFilter(filter: ListFilter, ...keys: (keyof ListFilter)[]): ListFilter {
  const rest = { ...filter };
  for (const key of keys) delete rest[key];
  return rest;
}
