import * as v from "valibot";
import {
  AllRunStatsParams,
  AllStepStatsParams,
  ListAllRunsParams,
  ListCausesParams,
  ListRunsParams,
  ListStepsParams,
  ListTracesParams,
  MAX_FILTER_LENGTH,
  MAX_RUNS_LIMIT,
  MAX_STATS_BUCKETS,
  readUuid,
  RUN_ORDERS,
  RUN_SORTS,
  RUN_STATUSES,
  RunStatsParams,
  STEP_KINDS,
  STEP_SORTS,
  StepStatsParams,
} from "@runline/contract";
import type { Request } from "express";
import { ApiError } from "./api-error.ts";

const WORDS = `a text of at most ${MAX_FILTER_LENGTH} characters`;

const EXPECTED: Record<string, string> = {
  agentId: `a UUID, given at most ${MAX_RUNS_LIMIT} times`,
  roomId: "a UUID",
  entityId: "a UUID",
  status: `one of ${RUN_STATUSES.join(", ")}`,
  lost: "true or false",
  limit: `a whole number from 1 to ${MAX_RUNS_LIMIT}`,
  from: "a time in milliseconds since the epoch",
  to: "a time in milliseconds since the epoch",
  action: WORDS,
  model: WORDS,
  fingerprint: WORDS,
  kind: `one of ${STEP_KINDS.join(", ")}`,
  name: WORDS,
  text: WORDS,
  minDuration: "a number of milliseconds",
  minCost: "a number of US dollars",
  sort: `one of ${RUN_SORTS.join(", ")}`,
  order: `one of ${RUN_ORDERS.join(", ")}`,
  cursor: "the nextCursor of the page before",
  after: "the cursor of the answer before",
  buckets: `a whole number from 1 to ${MAX_STATS_BUCKETS}`,
};

const RoomParams = v.pick(ListRunsParams, ["roomId"]);

const SpansParams = v.object({ after: v.optional(v.pipe(v.string(), v.maxLength(200))) });

const NUMBERS = new Set(["limit", "from", "to", "buckets", "minDuration", "minCost"]);
const IDS = new Set(["roomId", "entityId"]);
const BOOLEANS = new Map([
  ["true", true],
  ["false", false],
]);

/** The id in the path, in lower case. @throws ApiError `BAD_REQUEST` naming the parameter when it is no UUID */
export function parseId(request: Request, name: "agentId" | "runId"): string {
  const value = request.params[name];
  const id = typeof value === "string" ? readUuid(value) : undefined;
  if (id === undefined) throw new ApiError("BAD_REQUEST", `${name} is ${quote(value)}; expected a UUID.`);
  return id;
}

/** The run that the path names, of the room that the query names. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseRunName(request: Request) {
  return { agentId: parseId(request, "agentId"), runId: parseId(request, "runId"), roomId: parseRoomId(request) };
}

/** The trace in the path, as 32 hex digits in lower case. @throws ApiError `BAD_REQUEST` when it is no id of a trace */
export function parseTraceId(request: Request): string {
  const value = request.params["traceId"];
  const hex = String(value).replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) {
    throw new ApiError("BAD_REQUEST", `traceId is ${quote(value)}; expected 32 hexadecimal digits.`);
  }
  return hex;
}

/** The span in the path, as 16 hex digits in lower case. @throws ApiError `BAD_REQUEST` when it is no id of a span */
export function parseSpanId(request: Request): string {
  const value = request.params["spanId"];
  const hex = String(value).toLowerCase();
  if (!/^[0-9a-f]{16}$/.test(hex)) {
    throw new ApiError("BAD_REQUEST", `spanId is ${quote(value)}; expected 16 hexadecimal digits.`);
  }
  return hex;
}

/** The cursor of the spans that the client has already, if it has any. */
export function parseAfter(request: Request): string | undefined {
  return parseQuery(request, SpansParams).after;
}

/** Filters and paging of the list. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListRunsParams(request: Request): ListRunsParams {
  return checkBounds(parseQuery(request, ListRunsParams));
}

/** The same with the agents of the list over all. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListAllRunsParams(request: Request): ListAllRunsParams {
  return checkBounds(parseQuery(request, ListAllRunsParams));
}

/** Filters of the failed runs that are put together by their cause. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListCausesParams(request: Request): ListCausesParams {
  return checkBounds(parseQuery(request, ListCausesParams));
}

/** Paging of the traces that are no run. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListTracesParams(request: Request): ListTracesParams {
  return parseQuery(request, ListTracesParams);
}

/** Range of the charts. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseStatsParams(request: Request): RunStatsParams {
  return checkRange(parseQuery(request, RunStatsParams));
}

/** The same with the agents of the charts over all. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseAllStatsParams(request: Request): AllRunStatsParams {
  return checkRange(parseQuery(request, AllRunStatsParams));
}

/** Range and filters of the sums of steps. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseStepStatsParams(request: Request): StepStatsParams {
  return checkRange(parseQuery(request, StepStatsParams));
}

/** The same with the agents of the sums over all. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseAllStepStatsParams(request: Request): AllStepStatsParams {
  return checkRange(parseQuery(request, AllStepStatsParams));
}

/** Range and filters of the list of steps. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListStepsParams(request: Request): ListStepsParams {
  return checkRange(parseQuery(request, ListStepsParams, { sort: `one of ${STEP_SORTS.join(", ")}` }));
}

function checkBounds<Params extends { from?: number | undefined; to?: number | undefined }>(params: Params): Params {
  const { from, to } = params;
  if (from === undefined || to === undefined || from <= to) return params;
  throw new ApiError("BAD_REQUEST", `from (${from}) is after to (${to}).`);
}

function checkRange<Params extends { from: number; to: number }>(params: Params): Params {
  const { from, to } = params;
  if (from < to) return params;
  throw new ApiError("BAD_REQUEST", `from (${from}) must be before to (${to}).`);
}

/** The room that a run must be in, if one is asked for. */
function parseRoomId(request: Request): string | undefined {
  return parseQuery(request, RoomParams).roomId;
}

/** Unknown parameters are let pass: a client may be newer. Empty ones count as not given. */
function parseQuery<T>(
  request: Request,
  schema: v.GenericSchema<unknown, T>,
  expected: Record<string, string> = {},
): T {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (value === "") continue;
    given[name] = toValue(name, value);
  }
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [name = "query"] = v.getDotPath(parsed.issues[0])?.split(".") ?? [];
  throw new ApiError(
    "BAD_REQUEST",
    `${name} is ${quote(request.query[name])}; expected ${expected[name] ?? EXPECTED[name] ?? "another form"}.`,
  );
}

/** A number, a boolean, an id in lower case or a list, where the parameter is one and the text is one. */
function toValue(name: string, value: unknown): unknown {
  if (name === "agentId") return [value].flat().map((id) => (typeof id === "string" ? id.toLowerCase() : id));
  if (typeof value !== "string") return value;
  if (name === "lost") return BOOLEANS.get(value) ?? value;
  if (IDS.has(name)) return value.toLowerCase();
  return NUMBERS.has(name) && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function quote(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
}
