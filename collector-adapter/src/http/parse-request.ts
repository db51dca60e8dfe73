import * as v from "valibot";
import {
  ListRunsParams,
  ListTracesParams,
  MAX_RUNS_LIMIT,
  MAX_STATS_BUCKETS,
  readUuid,
  RUN_STATUSES,
  RunStatsParams,
} from "@runline/contract";
import type { Request } from "express";
import { ApiError } from "./api-error.ts";

const EXPECTED: Record<string, string> = {
  roomId: "a UUID",
  status: `one of ${RUN_STATUSES.join(", ")}`,
  lost: "true or false",
  limit: `a whole number from 1 to ${MAX_RUNS_LIMIT}`,
  from: "a time in milliseconds since the epoch",
  to: "a time in milliseconds since the epoch",
  cursor: "the nextCursor of the page before",
  after: "the cursor of the answer before",
  buckets: `a whole number from 1 to ${MAX_STATS_BUCKETS}`,
};

const RoomParams = v.pick(ListRunsParams, ["roomId"]);

const SpansParams = v.object({ after: v.optional(v.pipe(v.string(), v.maxLength(200))) });

const NUMBERS = new Set(["limit", "from", "to", "buckets"]);
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
  const params = parseQuery(request, ListRunsParams);
  if (params.from !== undefined && params.to !== undefined && params.from > params.to) {
    throw new ApiError("BAD_REQUEST", `from (${params.from}) is after to (${params.to}).`);
  }
  return params;
}

/** Paging of the traces that are no run. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseListTracesParams(request: Request): ListTracesParams {
  return parseQuery(request, ListTracesParams);
}

/** Range of the charts. @throws ApiError `BAD_REQUEST` naming the parameter that is wrong */
export function parseStatsParams(request: Request): RunStatsParams {
  const params = parseQuery(request, RunStatsParams);
  if (params.from >= params.to)
    throw new ApiError("BAD_REQUEST", `from (${params.from}) must be before to (${params.to}).`);
  return params;
}

/** The room that a run must be in, if one is asked for. */
function parseRoomId(request: Request): string | undefined {
  return parseQuery(request, RoomParams).roomId;
}

/** Unknown parameters are let pass: a client may be newer. Empty ones count as not given. */
function parseQuery<T>(request: Request, schema: v.GenericSchema<unknown, T>): T {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (value === "") continue;
    given[name] = toValue(name, value);
  }
  if (typeof given["roomId"] === "string") given["roomId"] = given["roomId"].toLowerCase();
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [name = "query"] = v.getDotPath(parsed.issues[0])?.split(".") ?? [];
  throw new ApiError(
    "BAD_REQUEST",
    `${name} is ${quote(request.query[name])}; expected ${EXPECTED[name] ?? "another form"}.`,
  );
}

/** A number or a boolean, where the parameter is one and the text is one. */
function toValue(name: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (name === "lost") return BOOLEANS.get(value) ?? value;
  return NUMBERS.has(name) && /^\d+$/.test(value) ? Number(value) : value;
}

function quote(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `"${text.length > 100 ? `${text.slice(0, 100)}…` : text}"`;
}
