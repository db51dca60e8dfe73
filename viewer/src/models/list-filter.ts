import {
  MAX_FILTER_LENGTH,
  MAX_RUNS_LIMIT,
  MAX_TIME_MS,
  readUuid,
  RUN_ORDERS,
  RUN_SORTS,
  RUN_STATUSES,
  type ListAllRunsParams,
} from "@runline/contract";

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
  "15m": { lengthMs: 900_000, word: "Last 15 min", sentence: "last 15 minutes" },
  "1h": { lengthMs: 3_600_000, word: "Last 1 h", sentence: "last hour" },
  "24h": { lengthMs: 86_400_000, word: "Last 24 h", sentence: "last 24 hours" },
  "7d": { lengthMs: 604_800_000, word: "Last 7 days", sentence: "last 7 days" },
};

/** What runs look like: their status, and apart from it those that have not ended and are heard of no more. */
export const STATUS_FILTERS = [...RUN_STATUSES, "lost"] as const;
/** @see STATUS_FILTERS */
type StatusFilter = (typeof STATUS_FILTERS)[number];

/** Runs on one page of the list. */
export const PAGE_SIZE = 50;

/** What the list asks the API for as it is. */
type Asked = Pick<
  ListAllRunsParams,
  "roomId" | "entityId" | "action" | "model" | "minDuration" | "minCost" | "fingerprint" | "text" | "sort" | "order"
>;

/**
 * What the list shows and how. Without `agentIds`: runs of all agents. Without `range`, `from` and `to`: all times. Times are ms
 * since the epoch.
 */
export interface ListFilter extends Asked {
  agentIds?: string[];
  status?: StatusFilter;
  range?: RangeName;
  from?: number;
  to?: number;
  /** Failed runs by their cause, instead of runs. */
  group?: "cause";
  /** Which page; missing on the first one. */
  cursor?: string;
}

type Key = keyof ListFilter;

/** How a part of the filter stands in the query of the URL: under which name, and as what it is read; `undefined` for what is malformed. */
type QueryParts = { [K in Key]-?: { name: string; read: (text: string) => ListFilter[K] | undefined } };

/** Reads one of some words; `undefined` for any other. */
export const readOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (text: string) =>
    words.find((word) => word === text);
/** Reads any text but an empty one. */
export const readText = (text: string) => text || undefined;
/** Reads a text that the API looks for: not a longer one, and none with a NUL. */
export const readWords = (text: string) =>
  text.length > MAX_FILTER_LENGTH || text.includes("\0") ? undefined : readText(text);
/** Reads a time in ms since the epoch, up to the last one that the API takes. */
export const readTime = (text: string) =>
  /^\d{1,15}$/.test(text) && Number(text) <= MAX_TIME_MS ? Number(text) : undefined;
/** So few digits that the number is written without an exponent. */
const readAmount = (text: string) => (/^\d{1,14}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined);

/** The parts of a list's address. */
export const LIST_PARTS: QueryParts = {
  agentIds: { name: "agent", read: readUuids },
  roomId: { name: "room", read: readUuid },
  entityId: { name: "user", read: readUuid },
  status: { name: "status", read: readOneOf(STATUS_FILTERS) },
  action: { name: "action", read: readWords },
  model: { name: "model", read: readWords },
  minDuration: { name: "minDuration", read: readAmount },
  minCost: { name: "minCost", read: readAmount },
  fingerprint: { name: "fingerprint", read: readWords },
  text: { name: "text", read: readWords },
  range: { name: "range", read: readOneOf(RANGE_NAMES) },
  from: { name: "from", read: readTime },
  to: { name: "to", read: readTime },
  sort: { name: "sort", read: readOneOf(RUN_SORTS) },
  order: { name: "order", read: readOneOf(RUN_ORDERS) },
  group: { name: "group", read: readOneOf(["cause"]) },
  cursor: { name: "cursor", read: readText },
};

function readUuids(text: string): string[] | undefined {
  const ids = text.split(",").flatMap((id) => readUuid(id) ?? []);
  return ids.length === 0 ? undefined : ids.slice(0, MAX_RUNS_LIMIT);
}

/**
 * Reads the filter from the query of the URL. What is malformed, or more than the API takes, is left out: a mistyped link shows more, never an error.
 *
 * @example toListFilter({ status: "error", range: "1h" }) // { status: "error", range: "1h" }
 */
export function toListFilter(query: Readonly<Record<string, string>>): ListFilter {
  const parts = Object.entries(LIST_PARTS).flatMap(([key, { name, read }]) => {
    const value = read(query[name] ?? "");
    return value === undefined ? [] : [[key, value]];
  });
  const filter: ListFilter = Object.fromEntries(parts);
  if (filter.from === undefined && filter.to === undefined) return filter;
  const isReversed = (filter.from ?? 0) > (filter.to ?? Infinity);
  return isReversed ? dropFromFilter(filter, "from", "to") : dropFromFilter(filter, "range");
}

/** The query string of a filter, with its `?`; empty for no filter. The inverse of {@link toListFilter}. */
export function fromListFilter(filter: ListFilter): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (isKey(key)) query.set(LIST_PARTS[key].name, String(value));
  return query.size === 0 ? "" : `?${query.toString()}`;
}

const isKey = (key: string): key is Key => Object.hasOwn(LIST_PARTS, key);

/** Where the list with a filter is: one agent has an address of its own. @example toListPath({ agentIds: [id], status: "error" }) // "/5f1d…?status=error" */
export function toListPath(filter: ListFilter): string {
  const [agentId, ...others] = filter.agentIds ?? [];
  if (agentId === undefined || others.length > 0) return `/${fromListFilter(filter)}`;
  return `/${agentId}${fromListFilter(dropFromFilter(filter, "agentIds"))}`;
}

/** A moving range moves on in so many steps, because every other beginning is another query. */
const STEPS = 60;

function toStep(time: number, stepMs: number): number {
  return Math.floor(time / stepMs) * stepMs;
}

/** The parameters of the API for a filter. A moving range begins up to a sixtieth of its length before `now` minus its length. */
export function toListRunsParams(filter: ListFilter, now: number): ListAllRunsParams {
  const { agentIds, status, range, from, group: _, ...asked } = filter;
  const lengthMs = range && RANGES[range].lengthMs;
  const begin = lengthMs === undefined ? from : toStep(now, lengthMs / STEPS) - lengthMs;
  return {
    limit: PAGE_SIZE,
    ...asked,
    ...(agentIds && { agentId: agentIds }),
    ...toStatusParams(status),
    ...(begin !== undefined && { from: begin }),
  };
}

/** For the API a lost run is a started one. */
function toStatusParams(status: StatusFilter | undefined): Pick<ListAllRunsParams, "status" | "lost"> {
  if (status === undefined) return {};
  if (status === "lost") return { lost: true };
  return status === "started" ? { status, lost: false } : { status };
}

/** `true` when the filter leaves runs of its agents out. */
export function isNarrowing(filter: ListFilter): boolean {
  return Object.keys(dropFromFilter(filter, "agentIds", "sort", "order", "group", "cursor")).length > 0;
}

const SCOPE: readonly string[] = ["agentIds", "range", "from", "to"] satisfies Key[];

/** Of a filter whose runs and of when, which stays when one looks for something else. */
export function toScope(filter: ListFilter): ListFilter {
  return Object.fromEntries(Object.entries(filter).filter(([key]) => SCOPE.includes(key)));
}

/** The filter without some of its parts. @example dropFromFilter(filter, "cursor", "range", "from", "to") */
export function dropFromFilter(filter: ListFilter, ...keys: Key[]): ListFilter {
  const rest = { ...filter };
  for (const key of keys) delete rest[key];
  return rest;
}
