import * as v from "valibot";
import { ListRunsParams, MAX_FILTER_LENGTH, MAX_RUNS_LIMIT, MAX_STATS_BUCKETS, readUuid } from "@runline/contract";
import type { Request } from "express";
import { ApiError } from "./api-error.ts";

const WORDS = `a text of at most ${MAX_FILTER_LENGTH} characters`;

/** What a parameter is to be; of one that is a word out of some its schema says which. */
const EXPECTED: Record<string, string> = {
  agentId: `a UUID, given at most ${MAX_RUNS_LIMIT} times`,
  roomId: "a UUID",
  entityId: "a UUID",
  lost: "true or false",
  limit: `a whole number from 1 to ${MAX_RUNS_LIMIT}`,
  from: "a time in milliseconds since the epoch",
  to: "a time in milliseconds since the epoch",
  action: WORDS,
  model: WORDS,
  fingerprint: WORDS,
  name: WORDS,
  text: WORDS,
  minDuration: "a number of milliseconds",
  minCost: "a number of US dollars",
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

/** The id in the path, in lower case. @throws ApiError `BAD_REQUEST` naming the parameter when it is not a UUID */
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

/** The trace in the path, as 32 hex digits in lower case. @throws ApiError `BAD_REQUEST` when it is not an id of a trace */
export function parseTraceId(request: Request): string {
  const value = request.params["traceId"];
  const hex = String(value).replaceAll("-", "").toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) {
    throw new ApiError("BAD_REQUEST", `traceId is ${quote(value)}; expected 32 hexadecimal digits.`);
  }
  return hex;
}

/** The span in the path, as 16 hex digits in lower case. @throws ApiError `BAD_REQUEST` when it is not an id of a span */
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

/**
 * The query of a list, whose `from` and `to` are both inclusive and may be missing.
 *
 * @throws ApiError `BAD_REQUEST` naming the parameter that is wrong
 */
export function parseListQuery<Params extends { from?: number | undefined; to?: number | undefined }>(
  request: Request,
  schema: v.GenericSchema<unknown, Params>,
): Params {
  const params = parseQuery(request, schema);
  const { from, to } = params;
  if (from === undefined || to === undefined || from <= to) return params;
  throw new ApiError("BAD_REQUEST", `from (${from}) is after to (${to}).`);
}

/**
 * The query of what is of a range of time, without its end.
 *
 * @throws ApiError `BAD_REQUEST` naming the parameter that is wrong
 */
export function parseRangeQuery<Params extends { from: number; to: number }>(
  request: Request,
  schema: v.GenericSchema<unknown, Params>,
): Params {
  const params = parseQuery(request, schema);
  const { from, to } = params;
  if (from < to) return params;
  throw new ApiError("BAD_REQUEST", `from (${from}) must be before to (${to}).`);
}

/** The room that a run must be in, if one is asked for. */
function parseRoomId(request: Request): string | undefined {
  return parseQuery(request, RoomParams).roomId;
}

/**
 * The query by its schema. Unknown parameters are let pass: a client may be newer. Empty ones count as not given.
 *
 * @throws ApiError `BAD_REQUEST` naming the parameter that is wrong
 */
export function parseQuery<T>(request: Request, schema: v.GenericSchema<unknown, T>): T {
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (value === "") continue;
    given[name] = toValue(name, value);
  }
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const [name = "query"] = v.getDotPath(issue)?.split(".") ?? [];
  const expected = issue.type === "picklist" ? toWordList(issue) : (EXPECTED[name] ?? "another form");
  throw new ApiError("BAD_REQUEST", `${name} is ${quote(request.query[name])}; expected ${expected}.`);
}

/** @example toWordList({ expected: '("desc" | "asc")' }) // "one of desc, asc" */
function toWordList({ expected }: Pick<v.BaseIssue<unknown>, "expected">): string {
  return `one of ${expected?.replaceAll(/[()"]/g, "").replaceAll(" | ", ", ")}`;
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
